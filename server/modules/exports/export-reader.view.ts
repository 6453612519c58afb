import { createHash } from 'node:crypto';
import type { AccessRegister } from '../../authz/access-register';
import type { Section } from '../../authz/sections';
import type { Viewer } from '../../authz/viewer';
import type { RequestContext } from '../../context/request-context';
import { DomainError } from '../../graphql/errors';
import { accountByKey, type AccountViews, type KeyAccount } from '../accounts/accounts.module';
import type { BoardService } from '../boards/boards.module';
import type { ExportReading, ExportSheet, ReadRows } from './export-reading';
import { registerNumber, type ExportRow, type Held } from './export-request';
import type { Cell, Column } from './export-table';
import type { SectionTables } from './section-tables.view';
import { BOARD_COLUMNS, BOARD_TITLE, boardLines, type BoardLine } from './tables/board.view';

/** What the reader is made of. */
export interface ExportReaderParts {
  /** A context for reading as somebody, whose readings go to the given register. */
  contextFor: (
    viewer: Viewer,
    requestId: string,
    through: (register: AccessRegister) => AccessRegister,
  ) => RequestContext;
  accountViews: AccountViews;
  boards: BoardService;
  tables: SectionTables;
}

const ACCOUNT_HEADINGS = ['客户编号', '大客户代码', '客户名称', '客户级别', '服务机构'];
const ACCOUNT_FIELDS = ['accountNo', 'code', 'name', 'grade', 'organisation'].map(
  (field) => `Account.${field}`,
);

/**
 * Reads what an export copies through the same gates as the graph: rows under the viewer's scope, sections by the
 * clearance, each reading on the register with the export's number and purpose before its values are used.
 */
export class ExportReader implements ExportReading {
  constructor(private readonly parts: ExportReaderParts) {}

  sheets(content: ExportRow): ExportSheet[] {
    return content.sections.map((section) => ({
      section,
      title: this.titleOf(content, section),
      headings: [...ACCOUNT_HEADINGS, ...this.columnsOf(content, section).map(({ heading }) => heading)],
    }));
  }

  read(viewer: Viewer, one: ExportRow, section: Section, positions: readonly number[]): Promise<ReadRows> {
    return this.within(viewer, one, 'export', async (context) => {
      const accounts = await this.accountsAt(context, one, positions);
      const cleared = await clearedOf(context, section, accounts);
      const rows = await this.rowsOf(context, one, section, cleared);
      return {
        rows: rows.flat(),
        held: cleared.map(({ position }) => position),
        withheld: positions.length - cleared.length,
      };
    });
  }

  mayStillRead(viewer: Viewer, one: ExportRow, held: Held): Promise<boolean> {
    return this.within(viewer, one, 'downloadExport', async (context) => {
      let mayAll = true;
      for (const [section, positions] of Object.entries(held) as [Section, number[]][]) {
        const accounts = await this.accountsAt(context, one, positions);
        const cleared = await clearedOf(context, section, accounts);
        mayAll &&= cleared.length === positions.length;
      }
      return mayAll;
    });
  }

  private async within<T>(
    viewer: Viewer,
    one: ExportRow,
    operationName: string,
    work: (context: RequestContext) => Promise<T>,
  ): Promise<T> {
    const number = registerNumber(one);
    // A grant's own purpose stays; what is read by right is read for the purpose of the export.
    const context = this.parts.contextFor(viewer, number, (register) => ({
      write: (entries) =>
        register.write(entries.map((entry) => ({ ...entry, purpose: entry.purpose ?? one.purpose }))),
    }));
    context.operation = {
      sectionsBelow: () => [],
      name: operationName,
      hash: createHash('sha256').update(number).digest('hex').slice(0, 32),
      fieldsOf: (section) => [
        ...ACCOUNT_FIELDS,
        ...new Set(this.columnsOf(one, section).map(({ field }) => field)),
      ],
    };
    try {
      const result = await work(context);
      if (context.clearance.unregistered.size > 0) throw new DomainError('REGISTER_UNAVAILABLE');
      await context.session.commit();
      return result;
    } catch (error) {
      await context.session.rollback();
      throw error;
    }
  }

  private async accountsAt(
    context: RequestContext,
    { accountProvinceIds, accountIds }: ExportRow,
    positions: readonly number[],
  ): Promise<Placed[]> {
    const keys = positions.map((at) => ({ provinceId: accountProvinceIds[at], accountId: accountIds[at] }));
    const rows = await Promise.all(keys.map((key) => context.loaders.of(accountByKey).load(key)));
    const view = await this.parts.accountViews.of(context);
    return rows.flatMap((row, at) =>
      row ? [{ position: positions[at], account: view.accountOf(row) }] : [],
    );
  }

  private async rowsOf(
    context: RequestContext,
    one: ExportRow,
    section: Section,
    placed: Placed[],
  ): Promise<Cell[][][]> {
    const accounts = placed.map(({ account }) => account);
    const details = one.boardPeriod
      ? inBoard(accounts, await boardLines(this.parts.boards, context, one))
      : await this.tableOf(section).rows(context, accounts, one);
    return accounts.map((account, at) => details[at].map((cells) => [...identity(account), ...cells]));
  }

  private titleOf(content: ExportRow, section: Section): string {
    return content.boardPeriod ? BOARD_TITLE : this.tableOf(section).title;
  }

  private columnsOf(content: ExportRow, section: Section): Column[] {
    return content.boardPeriod ? BOARD_COLUMNS : this.tableOf(section).columns(content);
  }

  private tableOf(section: Section): NonNullable<SectionTables[Section]> {
    const table = this.parts.tables[section];
    if (!table) throw new Error(`the section ${section} has no table`);
    return table;
  }
}

interface Placed {
  position: number;
  account: KeyAccount;
}

async function clearedOf(context: RequestContext, section: Section, accounts: Placed[]): Promise<Placed[]> {
  const subjects = accounts.map(({ account }) => account.subject);
  await context.clearance.prime(section, subjects);
  return accounts.filter(({ account }) => account.subject.cleared[section] === true);
}

function identity({ accountNo, code, name, grade, organisation }: KeyAccount): Cell[] {
  return [accountNo, code, name, grade, organisation.name];
}

// A rank that was taken since the request is not part of what was asked for; one that was lost has no row.
function inBoard(accounts: KeyAccount[], lines: BoardLine[]): Cell[][][] {
  const byKey = new Map(
    lines.map(({ account, cells }) => [`${account.provinceId}:${account.accountId}`, cells]),
  );
  return accounts.map(({ row }) => {
    const cells = byKey.get(`${row.provinceId}:${row.accountId}`);
    return cells ? [cells] : [];
  });
}
