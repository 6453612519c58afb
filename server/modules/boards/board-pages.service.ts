import { LRUCache } from 'lru-cache';
import type { Session } from '../../db/database';
import type { Scope } from '../../db/scope';
import type { MonthFigures, UsageService } from '../usage/usage.module';
import type { RankedAccount } from './board-entries.repository';
import type { BoardService } from './boards.service';
import type { FoundBoard } from './found-board';
import { lastMonthOf, monthsUpTo, shanghaiMonth } from './periods';

/** Which rows of a board: those after a position, at most `limit`; null means all. */
export interface PageRange {
  after: number;
  limit: number | null;
}

/** Rows of a board in order and, once somebody asked, their months. */
export interface BoardPage {
  readonly rows: readonly RankedAccount[];
  /** By how many there are and the last one. */
  readonly months: Map<string, MonthFigures[][]>;
}

/** The last months of every row of a page, in the order of the rows; at once where they are known. */
export type PageMonths = (count: number) => MonthFigures[][] | Promise<MonthFigures[][]>;

const MOST_PAGES = 256;

/**
 * Reads pages of boards and keeps each for a moment, for everybody of the same scope: when a month is out, all ask for the
 * same page. Only rows are kept, as the wall of rows let them through; every request still reads the board's header (a
 * new ranking is seen at once), decides its own confidential cells and registers them. What else changes (a name, a
 * manager) is seen as late as the tree of organisations and the viewers are: after three seconds.
 */
export class BoardPages {
  private readonly pages = new LRUCache<string, BoardPage>({ max: MOST_PAGES });

  /** `keepMs` 0 keeps nothing. */
  constructor(
    private readonly boards: BoardService,
    private readonly usage: UsageService,
    private readonly keepMs: number,
  ) {}

  /** The rows after a position, all ties at the last rank included. */
  async page(session: Session, scope: Scope, found: FoundBoard, range: PageRange): Promise<BoardPage> {
    const { snapshotId, asOf } = found.header;
    const key = JSON.stringify([scope, snapshotId, asOf, found.size, range]);
    const known = this.pages.get(key);
    if (known) return known;
    const rows = await this.boards.entries(session, found, range.after, range.limit);
    const page = { rows, months: new Map() };
    if (this.keepMs > 0) this.pages.set(key, page, { ttl: this.keepMs });
    return page;
  }

  /**
   * The months of a page for one request, read at the first row that asks. They end with the period's last month, or
   * with this month while the period is not over.
   */
  monthsOf(session: Session, { line, period }: FoundBoard, { rows, months }: BoardPage): PageMonths {
    const last = [lastMonthOf(period), shanghaiMonth(new Date())].sort()[0];
    const reading = new Map<number, Promise<MonthFigures[][]>>();
    const read = async (count: number, name: string): Promise<MonthFigures[][]> => {
      const keys = rows.map(({ provinceId, accountId }) => ({ provinceId, accountId, line }));
      const figures = await this.usage.months(session, keys, monthsUpTo(last, count)[0], last);
      months.set(name, figures);
      return figures;
    };
    return (count) => {
      const name = `${count} to ${last}`;
      const known = months.get(name) ?? reading.get(count);
      if (known) return known;
      const begun = read(count, name);
      reading.set(count, begun);
      return begun;
    };
  }
}
