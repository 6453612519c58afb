import { type AccountDraft, lineShares } from './demo-accounts';
import type { DemoCourse, DemoLine, DemoUsageFact } from './demo-story.types';
import type { Random } from './random';
import { seasonFactor } from './season';

/** What one piece of each line costs, in fen. */
const FEN_PER_PIECE: Record<DemoLine, number> = {
  LETTER: 120,
  LOGISTICS: 9_000,
  EXPRESS: 1_100,
  PARCEL: 2_800,
  PRESS: 300,
  FINANCE: 500,
  INFORMATION: 10,
  PHILATELY: 2_500,
};

const REFUND_CHANCE = 0.004;

/** A course over the months: the factor of the usual revenue in month `at` of `count`, 0 while there is no use. */
function courseFactor(random: Random, course: DemoCourse, count: number): (at: number) => number {
  const rate = random.logBetween(0.008, 0.03);
  const turn = course === 'CHURNED' ? count - random.int(3, 10) : random.int(count - 14, count - 4);
  switch (course) {
    case 'GROWING':
      return (at) => Math.pow(1 + rate, at - count / 2);
    case 'DECLINING':
      return (at) => Math.pow(1 - rate, at - count / 2);
    case 'CHURNED':
      // Use fades for half a year before it stops.
      return (at) => (at >= turn ? 0 : Math.min(1, (turn - at) / 6));
    case 'NEW':
      return (at) => (at < turn ? 0 : Math.min(1, (at - turn + 1) / 3));
    case 'PROJECT':
      return (at) => (at === turn || at === turn + 1 ? 6 : 0.7);
    case 'STEADY':
      return () => 1;
  }
}

/** The usage of one account over the months, by line and month; a month without use has no fact. */
export function usageFacts(random: Random, draft: AccountDraft, months: readonly string[]): DemoUsageFact[] {
  const { account, trade, monthlyYuan } = draft;
  const factor = courseFactor(random, account.course, months.length);
  const facts: DemoUsageFact[] = [];
  for (const [line, share] of lineShares(random, trade)) {
    const price = FEN_PER_PIECE[line] * random.logBetween(0.7, 1.4);
    months.forEach((month, at) => {
      const fen =
        monthlyYuan * 100 * share * factor(at) * seasonFactor(line, month) * random.logBetween(0.82, 1.22);
      if (fen < 1) return;
      const isRefund = random.chance(REFUND_CHANCE);
      const volume = isRefund ? 0 : Math.max(1, Math.round(fen / price));
      const revenue = isRefund ? -Math.round(fen * 0.3) : Math.round(fen);
      facts.push({ accountNo: account.accountNo, line, month, volume, revenue });
    });
  }
  return facts;
}
