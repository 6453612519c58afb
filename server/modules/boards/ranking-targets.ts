import type { BusinessLine } from '../../graphql/business-line';
import { lastMonthOf, nextPeriod, periodKind, periodsOf, yearLater } from './periods';

/** A ranking: one line in one period. */
export interface RankedPeriod {
  line: BusinessLine;
  period: string;
}

/** A ranking as one text. */
export const keyOf = ({ line, period }: RankedPeriod): string => `${line} ${period}`;

/**
 * What has to be ranked again after the figures of some periods changed: they themselves, the quarter and year of a
 * month, and the rankings that show them as the period or the year before. In an order that puts a period after the
 * one before it.
 */
export function rankingTargets(changed: readonly RankedPeriod[]): RankedPeriod[] {
  const targets = new Map<string, RankedPeriod>();
  for (const { line, period } of changed) {
    for (const own of periodKind(period) === 'MONTH' ? periodsOf(period) : [period]) {
      for (const one of [own, nextPeriod(own), yearLater(own)]) {
        const target = { line, period: one };
        targets.set(keyOf(target), target);
      }
    }
  }
  const order = (target: RankedPeriod): string => `${lastMonthOf(target.period)} ${keyOf(target)}`;
  return [...targets.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
