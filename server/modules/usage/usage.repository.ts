import { exactInteger, type Session, type Statement } from '../../db/database';
import type { BusinessLine } from '../../graphql/business-line';
import { monthsBetween } from './month-range';

/** Whose usage: one line of an account, or with null the sum of all lines the scope sees. */
export interface UsageKey {
  provinceId: number;
  accountId: number;
  line: BusinessLine | null;
}

/** One month of usage: pieces and fen. */
export interface MonthFigures {
  month: string;
  volume: number;
  revenue: number;
}

/** The months of the key at a position of the question, as three lists of the same order joined by commas. */
interface MonthsRow {
  at: number;
  months: string | null;
  volumes: string;
  revenues: string;
}

// One row per key rather than per month: a third of the work on the way. Equality on every column of the primary key's
// head, because behind row-level security only that finds the index.
const monthsOf = (condition: string, figures: string): string => `SELECT (k.at - 1)::int AS at, f.*
  FROM unnest($1::int[], $2::bigint[], $3::text[]) WITH ORDINALITY AS k (province_id, account_id, line, at)
  CROSS JOIN LATERAL (SELECT string_agg(month, ',') AS months, string_agg(volume::text, ',') AS volumes,
      string_agg(revenue::text, ',') AS revenues
    FROM (SELECT month, ${figures} FROM usage_facts u
      WHERE u.province_id = k.province_id AND u.account_id = k.account_id AND u.month BETWEEN $4 AND $5
        ${condition}) monthly) f`;

const BY_LINE: Statement = {
  name: 'usage_months_by_line',
  text: monthsOf('AND u.line = k.line', 'volume, revenue'),
};

const ALL_LINES: Statement = {
  name: 'usage_months_of_all_lines',
  text: monthsOf('GROUP BY month', 'sum(volume) AS volume, sum(revenue) AS revenue'),
};

/**
 * The months of many keys, in the order of the keys; every month is there, with zeros where there is no fact.
 * One statement, two where some keys name a line and others do not.
 */
export async function readMonths(
  session: Session,
  keys: readonly UsageKey[],
  from: string,
  to: string,
): Promise<MonthFigures[][]> {
  const months = monthsBetween(from, to);
  const places = new Map(months.map((month, at) => [month, at]));
  const answer = keys.map(() => months.map((month) => ({ month, volume: 0, revenue: 0 })));
  for (const [statement, hasLine] of [
    [BY_LINE, true],
    [ALL_LINES, false],
  ] as const) {
    const positions = keys.flatMap((key, at) => ((key.line !== null) === hasLine ? [at] : []));
    if (positions.length === 0) continue;
    const asked = positions.map((at) => keys[at]);
    const found = await session.query<MonthsRow>(statement, [
      asked.map(({ provinceId }) => provinceId),
      asked.map(({ accountId }) => accountId),
      asked.map(({ line }) => line),
      from,
      to,
    ]);
    for (const row of found) fill(answer[positions[row.at]], row, places);
  }
  return answer;
}

function fill(answer: MonthFigures[], row: MonthsRow, places: Map<string, number>): void {
  if (row.months === null) return;
  const [volumes, revenues] = [row.volumes.split(','), row.revenues.split(',')];
  row.months.split(',').forEach((month, i) => {
    answer[places.get(month) as number] = {
      month,
      volume: exactInteger(volumes[i]),
      revenue: exactInteger(revenues[i]),
    };
  });
}

/** A revenue calibre as a row. */
export interface CalibreRow {
  id: number;
  name: string;
  definition: string;
  validFrom: string;
}

/** All calibres; there are few. */
export function readCalibres(session: Session): Promise<CalibreRow[]> {
  return session.query<CalibreRow>(
    'SELECT id, name, definition, valid_from AS "validFrom" FROM revenue_calibres ORDER BY id',
  );
}

/** A fact: what an account used of a line in a month. */
export interface UsageFactRow {
  provinceId: number;
  accountId: number;
  line: BusinessLine;
  month: string;
  volume: number;
  revenue: number;
}

const FACTS: Statement = {
  name: 'usage_facts_of_accounts',
  text: `SELECT u.province_id AS "provinceId", u.account_id AS "accountId", u.line, u.month, u.volume, u.revenue
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    JOIN usage_facts u ON u.province_id = asked.province_id AND u.account_id = asked.account_id
    WHERE u.month BETWEEN $3 AND $4
    ORDER BY u.month DESC, u.line`,
};

/** The facts of many accounts in a range of months, latest month first, in one statement. */
export function readFacts(
  session: Session,
  accounts: readonly { provinceId: number; accountId: number }[],
  from: string,
  to: string,
): Promise<UsageFactRow[]> {
  return session.query<UsageFactRow>(FACTS, [
    accounts.map(({ provinceId }) => provinceId),
    accounts.map(({ accountId }) => accountId),
    from,
    to,
  ]);
}
