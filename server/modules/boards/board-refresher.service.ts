import type { Database, Session } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { TRAILING_MONTHS } from '../../rules/rule-defaults';
import { gradeAccounts } from './account-grading.repository';
import {
  claimMarks,
  lockRanking,
  markRankings,
  NATION,
  readMarks,
  withoutCompiling,
  type Mark,
} from './board-refreshes.repository';
import { nationId, provinceIds } from './board-organisations.repository';
import { rankNation } from './nation-ranking.repository';
import { monthsOf, monthsUpTo, previousPeriod } from './periods';
import { rankProvince } from './province-ranking.repository';
import { rankingTargets } from './ranking-targets';
import { shanghaiToday } from './shanghai-day.repository';

// Two provinces at a time: one computes while the other writes; more would take connections from the readers.
const AT_ONCE = 2;

/**
 * Brings the open rankings up to date with what ingestion marked. Every unit of work takes its marks and writes its
 * rankings in one transaction, so a crash loses nothing; any number of processes may do it at once.
 */
export class BoardRefresher {
  private running: Promise<void> = Promise.resolve();
  private queued: Promise<void> | undefined;

  constructor(private readonly database: Database) {}

  /**
   * Ranks what is marked: each province with its cities, then the nation. A province that fails keeps its marks and
   * does not stop the others; its error is thrown at the end. One at a time in this process, or several would sit on the
   * pool's connections waiting for each other's locks; whoever asks meanwhile shares one run that begins afterwards.
   */
  refresh(): Promise<void> {
    this.queued ??= this.running
      .catch(() => undefined) // its own caller was told
      .then(() => {
        this.queued = undefined;
        return this.rankMarked();
      });
    this.running = this.queued;
    return this.running;
  }

  private async rankMarked(): Promise<void> {
    const marks = await this.database.transaction(SYSTEM_SCOPE, (session) => readMarks(session, null));
    const provinces = new Set(marks.map(({ provinceId }) => provinceId).filter((id) => id !== NATION));
    const failures = await failuresOf([...provinces], (provinceId) => this.refreshProvince(provinceId));
    await this.refreshNation();
    raise(failures);
  }

  /** Derives category and grade of every account anew; needed once a month, when the trailing months move on. */
  async gradeAll(): Promise<void> {
    const provinces = await this.database.transaction(SYSTEM_SCOPE, provinceIds);
    const grade = (provinceId: number): Promise<void> =>
      this.database.transaction(SYSTEM_SCOPE, async (session) => {
        await withoutCompiling(session);
        await gradeAccounts(session, provinceId, await trailingMonths(session));
      });
    raise(await failuresOf(provinces, grade));
  }

  private refreshProvince(provinceId: number): Promise<void> {
    return this.database.transaction(SYSTEM_SCOPE, async (session) => {
      await withoutCompiling(session);
      await lockRanking(session, provinceId);
      const marks = await readMarks(session, provinceId);
      if (marks.length === 0) return;
      // Accounts are locked before marks are, as imports do; the other way round the two could wait for each other.
      const months = await trailingMonths(session);
      if (touches(marks, months)) await gradeAccounts(session, provinceId, months);
      const changed = await claimMarks(session, provinceId, marks);
      await rankProvince(session, provinceId, rankingTargets(changed));
      await markRankings(session, NATION, changed);
    });
  }

  private refreshNation(): Promise<void> {
    return this.database.transaction(SYSTEM_SCOPE, async (session) => {
      await withoutCompiling(session);
      await lockRanking(session, NATION);
      const changed = await claimMarks(session, NATION, await readMarks(session, NATION));
      if (changed.length > 0) await rankNation(session, await nationId(session), rankingTargets(changed));
    });
  }
}

async function trailingMonths(session: Session): Promise<string[]> {
  const thisMonth = (await shanghaiToday(session)).slice(0, 7);
  return monthsUpTo(previousPeriod(thisMonth), TRAILING_MONTHS.value);
}

function touches(marks: readonly Mark[], months: readonly string[]): boolean {
  return marks.some(({ period }) => monthsOf(period).some((month) => months.includes(month)));
}

/** Does the work of every province, some at a time, and answers what failed. */
async function failuresOf(
  provinces: readonly number[],
  work: (provinceId: number) => Promise<void>,
): Promise<unknown[]> {
  const waiting = [...provinces];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await work(next).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failures;
}

function raise(failures: unknown[]): void {
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} provinces failed`);
}
