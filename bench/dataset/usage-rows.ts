import { createRandom, type Random } from '../../server/db/seeds/demo/random';
import type { DemoLine } from '../../server/db/seeds/demo/demo-story.types';
import { monthsUpTo, seasonFactor } from '../../server/db/seeds/demo/season';
import { MONTHS } from './parameters';
import type { BenchCity } from './places';

/** Columns of `usage_facts` and `usage_rollups` in the order of the rows. */
export const FACT_COLUMNS = 'province_id, account_id, line, month, city_id, volume, revenue';
export const ROLLUP_COLUMNS = `province_id, account_id, line, year, city_id,
  volume_q1, volume_q2, volume_q3, volume_q4, revenue_q1, revenue_q2, revenue_q3, revenue_q4`;

// How common a line is, and what a piece of it costs in fen.
const LINES: readonly { line: DemoLine; weight: number; fen: number }[] = [
  { line: 'EXPRESS', weight: 30, fen: 1_100 },
  { line: 'PARCEL', weight: 20, fen: 2_800 },
  { line: 'LOGISTICS', weight: 15, fen: 9_000 },
  { line: 'LETTER', weight: 12, fen: 120 },
  { line: 'PRESS', weight: 8, fen: 300 },
  { line: 'FINANCE', weight: 6, fen: 500 },
  { line: 'INFORMATION', weight: 5, fen: 10 },
  { line: 'PHILATELY', weight: 4, fen: 2_500 },
];
const WEIGHTED_LINES = LINES.map((entry) => [entry, entry.weight] as const);
const LINES_PER_ACCOUNT = [
  [1, 40],
  [2, 40],
  [3, 20],
] as const;
const LATE_STARTERS = 0.05;

/** The figures of one account in one line: from month `start` on, one of each per month. */
interface LineUsage {
  city: BenchCity;
  accountId: number;
  line: DemoLine;
  start: number;
  volumes: number[];
  revenues: number[];
}

/** `usage_facts`: 1 to 3 lines per account over 24 months, in the order of the primary key. */
export function* factRows(seed: string, lastMonth: string, cities: readonly BenchCity[]): Generator<string> {
  const months = monthsUpTo(lastMonth, MONTHS);
  for (const usage of lineUsages(seed, months, cities)) {
    const account = `${usage.city.provinceId}\t${usage.accountId}\t${usage.line}`;
    for (let at = usage.start; at < MONTHS; at++)
      yield `${account}\t${months[at]}\t${usage.city.cityId}\t${usage.volumes[at]}\t${usage.revenues[at]}\n`;
  }
}

/** `usage_rollups`: the same figures again, summed per quarter; quicker than to have them grouped by SQL. */
export function* rollupRows(
  seed: string,
  lastMonth: string,
  cities: readonly BenchCity[],
): Generator<string> {
  const months = monthsUpTo(lastMonth, MONTHS);
  const years = [...new Set(months.map((month) => month.slice(0, 4)))].map((year) => ({
    year,
    quarters: [1, 2, 3, 4].map((quarter) =>
      [...months.keys()].filter((at) => months[at].startsWith(year) && quarterOf(months[at]) === quarter),
    ),
  }));
  for (const usage of lineUsages(seed, months, cities)) {
    const account = `${usage.city.provinceId}\t${usage.accountId}\t${usage.line}`;
    for (const { year, quarters } of years) {
      const known = quarters.map((quarter) => quarter.filter((at) => at >= usage.start));
      if (known.every((quarter) => quarter.length === 0)) continue;
      const sums = [usage.volumes, usage.revenues].flatMap((figures) =>
        known.map((quarter) =>
          quarter.length === 0 ? '\\N' : quarter.reduce((sum, at) => sum + figures[at], 0),
        ),
      );
      yield `${account}\t${year}\t${usage.city.cityId}\t${sums.join('\t')}\n`;
    }
  }
}

function quarterOf(month: string): number {
  return Math.ceil(Number(month.slice(5)) / 3);
}

function* lineUsages(
  seed: string,
  months: readonly string[],
  cities: readonly BenchCity[],
): Generator<LineUsage> {
  const seasons = new Map(LINES.map(({ line }) => [line, months.map((month) => seasonFactor(line, month))]));
  for (const city of cities)
    for (let accountId = city.firstAccountId; accountId < city.firstAccountId + city.accounts; accountId++) {
      const random = createRandom(`${seed}/usage/${accountId}`);
      for (const { line, fen } of linesOf(random)) {
        // As many small as large customers on a logarithmic scale, and a few very large ones.
        const monthly = 100 * random.logBetween(300, 30_000) * (random.chance(0.03) ? 20 : 1);
        const growth = random.logBetween(0.98, 1.03);
        const start = random.chance(LATE_STARTERS) ? random.int(1, MONTHS - 2) : 0;
        const revenues = seasons
          .get(line)!
          .map((season, at) =>
            Math.round(monthly * Math.pow(growth, at) * season * (0.85 + 0.3 * random.next())),
          );
        const volumes = revenues.map((revenue) => Math.ceil(revenue / fen));
        yield { city, accountId, line, start, volumes, revenues };
      }
    }
}

/** The lines of one account, each once, in the order of the primary key. */
function linesOf(random: Random): (typeof LINES)[number][] {
  const chosen = new Set<(typeof LINES)[number]>();
  const count = random.weighted(LINES_PER_ACCOUNT);
  while (chosen.size < count) chosen.add(random.weighted(WEIGHTED_LINES));
  return [...chosen].sort((a, b) => (a.line < b.line ? -1 : 1));
}
