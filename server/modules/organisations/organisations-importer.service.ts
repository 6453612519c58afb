import type { Viewer } from '../../authz/viewer';
import { scopeCovers } from '../../db/scope';
import { DomainError } from '../../graphql/errors';
import { copyFields, type Importer, type ImportRun, Rejection } from '../../imports/importer';
import { OrganisationChanges, type OrganisationDraft } from './organisation-changes.service';
import { ORGANISATION_LEVEL_NAMES, OrganisationLevel } from './organisation-level';
import * as refusals from './organisations.errors';
import { type Queries, queriesOf } from './organisations.repository';

interface Row {
  line_no: number;
  code: string;
  name: string;
  level: OrganisationLevel;
  parent_code: string;
}

const LEVELS = new Map<string, OrganisationLevel>(
  Object.values(OrganisationLevel).flatMap((level) => [
    [level, level],
    [ORGANISATION_LEVEL_NAMES[level], level],
  ]),
);

/** Organisations from a file (Article 3): new ones, new names and moves, all from today on, superiors first. */
export const organisationsImporter: Importer = {
  kind: 'ORGANISATIONS',
  capability: 'organisations:import',
  lock: 'NATION',
  columns: [
    { field: 'code', names: ['code', '机构代码'], required: true },
    { field: 'name', names: ['name', '机构名称'], required: true },
    { field: 'level', names: ['level', '级别'], required: true },
    { field: 'parent_code', names: ['parent_code', '上级代码'], required: true },
  ],
  staging: ['code', 'name', 'level', 'parent_code'].map((name) => ({ name, type: 'text' })),
  reader: (_viewer: Viewer) => readRow,
  write: (run) => new OrganisationsImport(run).write(),
};

function readRow([code, name, level, parentCode]: readonly string[]): string | Rejection {
  if (!/^[0-9]{6}$/.test(code)) return new Rejection('机构代码应为六位数字', 'A code is six digits', code);
  if (name.length < 1 || name.length > 100)
    return new Rejection('机构名称应为 1 至 100 字', 'A name has 1 to 100 characters', name);
  const known = LEVELS.get(level.toUpperCase());
  if (!known) return new Rejection('未知的机构级别', 'Unknown level', level);
  return copyFields([code, name, known, parentCode]);
}

/** One file inside its transaction. */
class OrganisationsImport {
  private readonly queries: Queries;
  private readonly counts = { rowsNew: 0, rowsChanged: 0, rowsSame: 0 };
  private readonly rejects: { line_no: number; reason: string }[] = [];

  constructor(private readonly run: ImportRun) {
    this.queries = queriesOf(run.client);
  }

  async write(): Promise<{ rowsNew: number; rowsChanged: number; rowsSame: number }> {
    const changes = await OrganisationChanges.begin(this.queries, this.run.viewer);
    const rows = this.withoutDuplicates(
      await this.queries.query<Row>(
        'SELECT line_no, code, name, level, parent_code FROM import_rows WHERE reason IS NULL ORDER BY line_no',
      ),
    );
    for (const level of Object.values(OrganisationLevel))
      await this.writeLevel(
        changes,
        rows.filter((row) => row.level === level),
      );
    await this.queries.query(
      `INSERT INTO import_rejects (line_no, reason)
       SELECT line_no, reason FROM json_to_recordset($1::json) AS r (line_no bigint, reason text)`,
      [JSON.stringify(this.rejects)],
    );
    return this.counts;
  }

  private withoutDuplicates(rows: Row[]): Row[] {
    const first = new Map<string, Row>();
    return rows.filter((row) => {
      const earlier = first.get(row.code);
      if (!earlier) return first.set(row.code, row);
      const isSame = (['name', 'level', 'parent_code'] as const).every(
        (field) => row[field] === earlier[field],
      );
      if (isSame) this.counts.rowsSame += 1;
      else
        this.reject(
          row,
          new Rejection('与文件中另一行矛盾', 'Contradicts another line', String(earlier.line_no)),
        );
      return false;
    });
  }

  private async writeLevel(changes: OrganisationChanges, rows: Row[]): Promise<void> {
    const fresh: { row: Row; draft: OrganisationDraft }[] = [];
    for (const row of rows) {
      const tree = await changes.treeOf(changes.today);
      const existing = tree.byCode(row.code);
      const parent = tree.byCode(row.parent_code);
      try {
        if (existing) {
          if (!scopeCovers(this.run.viewer.scope, tree.placeOf(existing.organisationId)))
            throw refusals.organisationUnknown('code');
          if (existing.level !== row.level) throw refusals.levelFixed();
          if (!parent && (existing.parent || row.parent_code))
            throw refusals.organisationUnknown('parent_code');
          const isSame = existing.name === row.name && existing.parent === (parent ?? null);
          if (parent) await changes.move(existing.organisationId, parent.organisationId, changes.today);
          await changes.rename(existing.organisationId, row.name, changes.today);
          this.counts[isSame ? 'rowsSame' : 'rowsChanged'] += 1;
        } else {
          if (!parent) throw refusals.organisationUnknown('parent_code');
          const { code, name, level } = row;
          const draft = { code, name, level, parentId: parent.organisationId };
          await changes.expectCreatable(draft, changes.today);
          fresh.push({ row, draft });
        }
      } catch (error) {
        this.rejectFor(row, error);
      }
    }
    if (fresh.length === 0) return;
    const added = await changes.createAll(
      fresh.map(({ draft }) => draft),
      changes.today,
    );
    for (const { row } of fresh)
      if (added.has(row.code)) this.counts.rowsNew += 1;
      else this.rejectFor(row, refusals.codeTaken(row.code));
  }

  private rejectFor(row: Row, error: unknown): void {
    if (!(error instanceof DomainError)) throw error;
    this.rejects.push({ line_no: row.line_no, reason: error.message });
  }

  private reject(row: Row, { reason }: Rejection): void {
    this.rejects.push({ line_no: row.line_no, reason });
  }
}
