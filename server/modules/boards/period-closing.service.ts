import type { Viewer } from '../../authz/viewer';
import type { Database, Session } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { DomainError } from '../../graphql/errors';
import { CLOSING_DAY } from '../../rules/rule-defaults';
import { nationId } from './board-organisations.repository';
import { lockClosing, markRankings, NATION, readMarks, withoutCompiling } from './board-refreshes.repository';
import type { BoardRefresher } from './board-refresher.service';
import {
  freezePeriod,
  latestClosing,
  rankedProvinces,
  type PeriodClosing,
} from './closed-periods.repository';
import { rankNation } from './nation-ranking.repository';
import { isOver, periodsEndingWith, previousPeriod } from './periods';
import { rankProvince } from './province-ranking.repository';
import { rankingTargets } from './ranking-targets';
import { shanghaiToday } from './shanghai-day.repository';

/** Closes periods: the boards of a closed period are frozen rows; a restatement is a version beside them (10(3)). */
export class PeriodClosingService {
  constructor(
    private readonly database: Database,
    private readonly refresher: Pick<BoardRefresher, 'refresh'>,
  ) {}

  /** FORBIDDEN to all but those who close periods for the whole nation: not below it, not in one of its bureaus. */
  demandNation({ capabilities, scope }: Viewer): void {
    const isNational = scope.level === 0 && scope.line === null;
    if (!capabilities.has('boards:close') || !isNational) throw new DomainError('FORBIDDEN');
  }

  /**
   * Closes a period for the whole nation. FORBIDDEN below the nation and for its bureaus, PERIOD_NOT_OVER before its
   * end in Asia/Shanghai, PERIOD_CLOSED when closed already and no reason for a restatement is given.
   */
  async close(viewer: Viewer, period: string, reason: string | null): Promise<PeriodClosing> {
    this.demandNation(viewer);
    const why = reason?.trim() || null;
    if (why !== null && (why.length < 4 || why.length > 500))
      throw new DomainError('BAD_USER_INPUT', 'reason must have 4 to 500 characters', { field: 'reason' });
    await this.database.transaction(viewer.scope, async (session) => {
      await refuseUnlessDue(session, period, why);
    });
    return this.freeze(period, why, viewer.staffId || null);
  }

  /**
   * The closing job: from the 10th (00:00 Asia/Shanghai) on, closes the month before, and the quarter and year that
   * ended with it, where nobody has. Answers what it closed. `today` is the business day, by default the database's.
   */
  async closeDuePeriods(today?: string): Promise<PeriodClosing[]> {
    const due = await this.database.transaction(SYSTEM_SCOPE, async (session) => {
      const periods = duePeriods(today ?? (await shanghaiToday(session)));
      const open: string[] = [];
      for (const period of periods) if (!(await latestClosing(session, period))) open.push(period);
      return open;
    });
    const closed: PeriodClosing[] = [];
    for (const period of due) closed.push(...(await this.closeUnlessDone(period)));
    return closed;
  }

  /** Another process may close the same period at the same moment: then it is done. */
  private async closeUnlessDone(period: string): Promise<PeriodClosing[]> {
    try {
      return [await this.freeze(period, null, null)];
    } catch (error) {
      if (error instanceof DomainError && error.code === 'PERIOD_CLOSED') return [];
      throw error;
    }
  }

  /** Ranks first, outside; what is marked meanwhile is ranked again inside, under the lock that keeps all others out. */
  private async freeze(
    period: string,
    reason: string | null,
    closedById: number | null,
  ): Promise<PeriodClosing> {
    await this.refresher.refresh();
    return this.database.transaction(SYSTEM_SCOPE, async (session) => {
      await withoutCompiling(session);
      await lockClosing(session);
      const before = await refuseUnlessDue(session, period, reason);
      await rankMarked(session);
      const version = (before?.version ?? 0) + 1;
      const closing = await freezePeriod(session, { period, version, reason }, closedById);
      // The boards of the next period show the ranks that are published now.
      if (before) await markAll(session, period);
      return closing;
    });
  }
}

async function refuseUnlessDue(
  session: Session,
  period: string,
  reason: string | null,
): Promise<PeriodClosing | undefined> {
  if (!isOver(period, await shanghaiToday(session)))
    throw new DomainError('PERIOD_NOT_OVER', period, { field: 'period' });
  const before = await latestClosing(session, period);
  if (before && !reason) throw new DomainError('PERIOD_CLOSED', period, { field: 'reason' });
  return before;
}

/** The marks stay for the refresher: taking them here could make an import and this wait for each other. */
async function rankMarked(session: Session): Promise<void> {
  const marks = await readMarks(session, null);
  for (const provinceId of new Set(marks.map((mark) => mark.provinceId))) {
    const own = marks.filter((mark) => mark.provinceId === provinceId);
    if (provinceId !== NATION) await rankProvince(session, provinceId, rankingTargets(own));
  }
  if (marks.length > 0) await rankNation(session, await nationId(session), rankingTargets(marks));
}

async function markAll(session: Session, period: string): Promise<void> {
  const ranked = await rankedProvinces(session, period);
  for (const provinceId of new Set(ranked.map((one) => one.provinceId))) {
    const lines = ranked.filter((one) => one.provinceId === provinceId).map(({ line }) => line);
    await markRankings(
      session,
      provinceId,
      lines.map((line) => ({ line, period })),
    );
  }
}

/** What is to be closed on a business day. */
export function duePeriods(today: string): string[] {
  const month = previousPeriod(today.slice(0, 7));
  const isDue = Number(today.slice(8)) >= CLOSING_DAY.value;
  return periodsEndingWith(isDue ? month : previousPeriod(month)).reverse();
}
