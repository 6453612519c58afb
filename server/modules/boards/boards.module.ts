import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import type { Task } from '../../jobs/scheduler';
import type { AccountViews } from '../accounts/accounts.module';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import { UsageService } from '../usage/usage.module';
import { BoardEntriesResolver } from './board-entries.resolver';
import { BoardEntryMonthsResolver } from './board-entry-months.resolver';
import { BoardPages } from './board-pages.service';
import { BoardQueryResolver } from './board-query.resolver';
import { BoardRefresher } from './board-refresher.service';
import { BoardService } from './boards.service';
import { ClosePeriodResolver } from './mutations/close-period';
import { PeriodClosingService } from './period-closing.service';

export { BoardRefresher } from './board-refresher.service';
export { BoardService } from './boards.service';
export type { BoardRequest } from './found-board';
export { PeriodClosingService } from './period-closing.service';
export { isOver, lastMonthOf, monthsOf, periodKind, previousPeriod, yearEarlier } from './periods';

/** Rankings, their keeping up to date and their closing (Article 10). */
export interface BoardsModule extends GraphModule {
  boards: BoardService;
  refresher: BoardRefresher;
  closing: PeriodClosingService;
  /** For the scheduler: ranking what was imported, closing what is due, grading as the months move on. */
  tasks: Task[];
}

/** Builds the module. */
export function boardsModule({
  database,
  directory,
  accountViews,
  pageMs,
}: {
  database: Database;
  directory: OrganisationDirectory;
  accountViews: AccountViews;
  /** BOARD_PAGE_MS: how long rows of a page are kept. */
  pageMs: number;
}): BoardsModule {
  const boards = new BoardService(directory);
  const refresher = new BoardRefresher(database);
  const closing = new PeriodClosingService(database, refresher);
  return {
    boards,
    refresher,
    closing,
    tasks: [
      { name: 'refresh boards', everySeconds: 5, run: () => refresher.refresh() },
      { name: 'close due periods', everySeconds: 3_600, run: () => closing.closeDuePeriods() },
      { name: 'grade accounts', everySeconds: 6 * 3_600, run: () => refresher.gradeAll() },
    ],
    resolvers: [
      new BoardQueryResolver(boards),
      new BoardEntriesResolver(new BoardPages(boards, new UsageService(), pageMs), accountViews),
      new BoardEntryMonthsResolver(),
      new ClosePeriodResolver(closing),
    ],
  };
}
