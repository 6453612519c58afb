import type { MonthFigures } from '../usage/usage.module';
import { lastMonthOf, monthsUpTo, shanghaiMonth } from './periods';

/** The last months of every row of a page, in the order of the rows. */
export type PageMonths = (count: number) => Promise<MonthFigures[][]>;

/**
 * Reads them once for each number of months asked for, at the first row that asks. They end with the period's last
 * month, or with this month while the period is not over.
 */
export function pageMonths(
  period: string,
  read: (first: string, last: string) => Promise<MonthFigures[][]>,
  now: Date = new Date(),
): PageMonths {
  const known = new Map<number, Promise<MonthFigures[][]>>();
  const end = [lastMonthOf(period), shanghaiMonth(now)].sort()[0];
  return (count) => {
    let months = known.get(count);
    if (!months) known.set(count, (months = read(monthsUpTo(end, count)[0], end)));
    return months;
  };
}
