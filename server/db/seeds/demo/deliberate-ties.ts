import type { DemoLine, DemoUsageFact } from './demo-story.types';

// Ranks that are made equal: the tie straddles the edge of the Top-100, so a board has to show more than 100 rows.
const FIRST_TIED = 99;
const LAST_TIED = 102;

interface Ranked {
  accountNo: string;
  revenue: number;
}

/** Accounts by revenue over the given facts, highest first; equal revenue by account number. */
function ranking(facts: readonly DemoUsageFact[]): Ranked[] {
  const totals = new Map<string, number>();
  for (const { accountNo, revenue } of facts) totals.set(accountNo, (totals.get(accountNo) ?? 0) + revenue);
  return [...totals]
    .map(([accountNo, revenue]) => ({ accountNo, revenue }))
    .sort((a, b) => b.revenue - a.revenue || (a.accountNo < b.accountNo ? -1 : 1));
}

/** Makes the accounts at ranks 99 to 102 of one month equal. */
function tieMonth(facts: readonly DemoUsageFact[], month: string): void {
  const ofMonth = facts.filter((fact) => fact.month === month);
  const tied = ranking(ofMonth).slice(FIRST_TIED - 1, LAST_TIED);
  if (tied.length < LAST_TIED - FIRST_TIED + 1) return;
  const accounts = new Set(tied.map(({ accountNo }) => accountNo));
  for (const fact of ofMonth) if (accounts.has(fact.accountNo)) fact.revenue = tied[1].revenue;
}

/** Makes ranks 99 to 102 of a year equal by lifting each one's June, a month that `tieMonth` leaves alone. */
function tieYear(facts: readonly DemoUsageFact[], year: string): void {
  const ofYear = facts.filter((fact) => fact.month.startsWith(year));
  const tied = ranking(ofYear).slice(FIRST_TIED - 1, LAST_TIED);
  if (tied.length < LAST_TIED - FIRST_TIED + 1) return;
  for (const { accountNo, revenue } of tied) {
    const june = ofYear.find((fact) => fact.accountNo === accountNo && fact.month === `${year}-06`);
    if (june) june.revenue += tied[0].revenue - revenue;
  }
}

/**
 * Puts ties on the edge of the Top-100 of one line in one scope: in the last two months and in the last full year.
 * Changes the facts it is given, by little: neighbours around rank 100 are close already.
 */
export function tieAroundRank100(
  usage: readonly DemoUsageFact[],
  line: DemoLine,
  isInScope: (accountNo: string) => boolean,
  months: readonly string[],
): void {
  const facts = usage.filter((fact) => fact.line === line && isInScope(fact.accountNo));
  for (const month of months.slice(-2)) tieMonth(facts, month);
  const december = months.findLast((month) => month.endsWith('-12'));
  if (december) tieYear(facts, december.slice(0, 4));
}
