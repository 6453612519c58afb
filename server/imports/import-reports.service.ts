import type { Viewer } from '../authz/viewer';
import type { Database, Session } from '../db/database';
import { DomainError } from '../graphql/errors';
import { CsvRows } from './csv-rows';
import { csvRow, harmlessCell } from './csv-text';
import type { ImportErrorRecord, ImportJobKey, ImportJobRecord } from './import-job';
import { findJob, listErrors, listJobs } from './import-jobs.repository';
import type { ImportService } from './import.service';

const PAGE = 5_000;

/** Reads what became of imports, within the viewer's scope. */
export class ImportReports {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportService,
  ) {}

  /** Whether the viewer may see the job at all: by overseeing jobs or by the right to such imports. */
  maySee(viewer: Viewer, job: Pick<ImportJobRecord, 'kind'>): boolean {
    return viewer.capabilities.has('jobs:read') || this.imports.mayImport(viewer, job.kind);
  }

  /**
   * Whether the viewer may see the job's bad rows. They hold rows of the file, confidential values included, so only
   * who may import such rows sees them; that the job is in scope, row-level security has seen to.
   */
  maySeeErrors(viewer: Viewer, job: Pick<ImportJobRecord, 'kind'>): boolean {
    return this.imports.mayImport(viewer, job.kind);
  }

  /** One job; null alike where there is none, out of scope and without the right. */
  async job(viewer: Viewer, session: Session, key: ImportJobKey): Promise<ImportJobRecord | null> {
    const job = await findJob(session, key);
    return job && this.maySee(viewer, job) ? job : null;
  }

  /** Jobs in scope, newest first. FORBIDDEN for who neither oversees jobs nor imports anything. */
  async jobs(
    viewer: Viewer,
    session: Session,
    limit: number,
    before: number | null,
  ): Promise<ImportJobRecord[]> {
    const kinds = (['ACCOUNTS', 'USAGE', 'ORGANISATIONS'] as const).filter((kind) =>
      this.maySee(viewer, { kind }),
    );
    if (kinds.length === 0) throw new DomainError('FORBIDDEN');
    return listJobs(session, kinds, limit, before);
  }

  /** FORBIDDEN without the right to the job's bad rows. */
  demandErrors(viewer: Viewer, job: Pick<ImportJobRecord, 'kind'>): void {
    if (!this.maySeeErrors(viewer, job)) throw new DomainError('FORBIDDEN');
  }

  /**
   * The error file: the input's columns, 行号 and 错误原因, as UTF-8 with a byte-order mark. It can be mended and imported
   * again. NOT_FOUND alike for an absent, foreign and forbidden job.
   */
  async *errorFile(viewer: Viewer, key: ImportJobKey): AsyncGenerator<string> {
    const page = (after: number): Promise<ImportErrorRecord[]> =>
      this.database.transaction(viewer.scope, (session) => listErrors(session, key, PAGE, after));
    const job = await this.database.transaction(viewer.scope, (session) => findJob(session, key));
    if (!job || !this.maySeeErrors(viewer, job)) throw new DomainError('NOT_FOUND');
    const headings = cellsOf(job.headings ?? '');
    yield `\ufeff${fileRow([...headings, '行号', '错误原因'])}`;
    for (let rows = await page(0); rows.length > 0; rows = await page(rows[rows.length - 1].lineNo))
      yield rows
        .map(({ inputRow, lineNo, reason }) =>
          fileRow([...fitted(cellsOf(inputRow), headings.length), String(lineNo), reason]),
        )
        .join('');
  }
}

const fileRow = (cells: string[]): string => `${csvRow(cells.map(harmlessCell))}\r\n`;

/** Cells of one stored row, which is RFC 4180 text with commas. */
function cellsOf(row: string): string[] {
  return new CsvRows(',').take(`${row}\n`, true).at(0)?.cells ?? [];
}

/** As many cells as there are headings: the reason must stand in its own column. */
function fitted(cells: string[], width: number): string[] {
  if (cells.length <= width) return [...cells, ...Array<string>(width - cells.length).fill('')];
  return [...cells.slice(0, width - 1), cells.slice(width - 1).join(',')];
}
