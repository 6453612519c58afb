import type { BusinessLine } from '../../graphql/business-line';

/** What was used of a line: pieces and fen. */
export interface LineFigures {
  line: BusinessLine;
  volume: number;
  revenue: number;
}

/** The lines that were used, by revenue, greatest first. */
export function sumByLine(facts: readonly LineFigures[]): LineFigures[] {
  const sums = new Map<BusinessLine, LineFigures>();
  for (const { line, volume, revenue } of facts) {
    const sum = sums.get(line);
    if (!sum) sums.set(line, { line, volume, revenue });
    else {
      sum.volume += volume;
      sum.revenue += revenue;
    }
  }
  return [...sums.values()].sort((a, b) => b.revenue - a.revenue || (a.line < b.line ? -1 : 1));
}
