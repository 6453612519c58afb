import type { HasSubject } from '../../authz/subject';
import type { KeyAccount } from '../accounts/accounts.module';
import type { MonthFigures } from '../usage/usage.module';
import type { RankedAccount } from './board-entries.repository';
import type { PageMonths } from './board-pages.service';

/** What the rows of a page share. */
export interface ShownPage {
  /** The board's total in fen; null where it is not to be seen. */
  total: number | null;
  months: PageMonths;
}

/** One rank of a board with the account that holds it. */
export class RankedEntry implements HasSubject {
  constructor(
    private readonly row: RankedAccount,
    readonly account: KeyAccount,
    private readonly page: ShownPage,
    /** Where the row stands in its page. */
    private readonly at: number,
  ) {}

  /** The figures of its last months, as many as `count`; at once where the page has them already. */
  months(count: number): MonthFigures[] | Promise<MonthFigures[]> {
    const months = this.page.months(count);
    return Array.isArray(months) ? months[this.at] : months.then((read) => read[this.at]);
  }

  get subject(): KeyAccount['subject'] {
    return this.account.subject;
  }
  get position(): number {
    return this.row.position;
  }
  get rank(): number {
    return this.row.rank;
  }
  get previousRank(): number | null {
    return this.row.previousRank;
  }
  get revenue(): number {
    return this.row.revenue;
  }
  get volume(): number {
    return this.row.volume;
  }
  get revenueYearEarlier(): number | null {
    return this.row.revenueYearEarlier;
  }
  get yearOnYear(): number | null {
    return growth(this.row.revenue, this.row.revenueYearEarlier);
  }
  get share(): number | null {
    return shareOf(this.row.revenue, this.page.total);
  }
}

/** Relative growth; null where there is nothing to compare with. A shrinking loss is growth. */
export function growth(revenue: number, earlier: number | null): number | null {
  return earlier === null || earlier === 0 ? null : (revenue - earlier) / Math.abs(earlier);
}

/** Part of the total; null where there is none, or refunds exceed it. */
export function shareOf(revenue: number, total: number | null): number | null {
  return total === null || total <= 0 ? null : revenue / total;
}
