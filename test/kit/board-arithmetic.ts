import { monthsOf, previousPeriod, yearEarlier } from '../../server/modules/boards/periods';
import type { WorldAccount, WorldFact } from './board-world';

/** A rank of a board, told without any id. */
export interface PlainRank {
  account: string;
  rank: number;
  previousRank: number | null;
  revenue: number;
  volume: number;
  yearEarlier: number | null;
}

/** Boards by counting one by one: an account's rank is one more than the number of accounts with more revenue. */
export class BoardArithmetic {
  constructor(
    private readonly accounts: WorldAccount[],
    private readonly facts: WorldFact[],
    private readonly size: (organisation: string) => number = () => 100,
  ) {}

  /** The board of an organisation by its code. */
  board(organisation: string, line: string, period: string): PlainRank[] {
    const before = new Map(
      this.ranks(organisation, line, previousPeriod(period)).map(({ account, rank }) => [account, rank]),
    );
    const earlier = this.sums(organisation, line, yearEarlier(period));
    return this.ranks(organisation, line, period).map((row) => ({
      ...row,
      previousRank: before.get(row.account) ?? null,
      yearEarlier: earlier.get(row.account)?.revenue ?? null,
    }));
  }

  /** Revenue of all accounts; null where there is no figure. */
  total(organisation: string, line: string, period: string): number | null {
    const sums = [...this.sums(organisation, line, period).values()];
    return sums.length === 0 ? null : sums.reduce((total, { revenue }) => total + revenue, 0);
  }

  private ranks(
    organisation: string,
    line: string,
    period: string,
  ): { account: string; rank: number; revenue: number; volume: number }[] {
    const sums = [...this.sums(organisation, line, period)];
    return sums
      .map(([account, sum]) => ({
        account,
        rank: 1 + sums.filter(([, other]) => other.revenue > sum.revenue).length,
        ...sum,
      }))
      .filter(({ rank }) => rank <= this.size(organisation))
      .sort(
        (a, b) =>
          a.rank - b.rank ||
          compare(numberOf(a.account), numberOf(b.account)) ||
          compare(a.account, b.account),
      );
  }

  private sums(
    organisation: string,
    line: string,
    period: string,
  ): Map<string, { revenue: number; volume: number }> {
    const prefix = organisation.replace(/(00)+$/, '');
    const inside = new Set(this.accounts.filter(({ city }) => city.startsWith(prefix)).map(({ key }) => key));
    const months = monthsOf(period);
    const sums = new Map<string, { revenue: number; volume: number }>();
    for (const fact of this.facts) {
      if (fact.line !== line || !months.includes(fact.month) || !inside.has(fact.account)) continue;
      const sum = sums.get(fact.account) ?? { revenue: 0, volume: 0 };
      sums.set(fact.account, { revenue: sum.revenue + fact.revenue, volume: sum.volume + fact.volume });
    }
    return sums;
  }
}

const numberOf = (key: string): string => key.slice(3);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
