import type { Session, Statement } from '../../db/database';
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

/** The figures of the key at a position of the question. */
interface MonthRow extends MonthFigures {
  at: number;
}

// Equality on every column of the primary key's head: behind row-level security only that finds the index.
const ASKED = `unnest($1::int[], $2::bigint[], $3::text[]) WITH ORDINALITY AS k (province_id, account_id, line, at)
  JOIN usage_facts f ON f.province_id = k.province_id AND f.account_id = k.account_id`;

const BY_LINE: Statement = {
  name: 'usage_months_by_line',
  text: `SELECT (k.at - 1)::int AS at, f.month, f.volume, f.revenue FROM ${ASKED} AND f.line = k.line
    AND f.month BETWEEN $4 AND $5`,
};

const ALL_LINES: Statement = {
  name: 'usage_months_of_all_lines',
  text: `SELECT (k.at - 1)::int AS at, f.month, sum(f.volume)::bigint AS volume, sum(f.revenue)::bigint AS revenue
    FROM ${ASKED} AND f.month BETWEEN $4 AND $5 GROUP BY k.at, f.month`,
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
    const found = await session.query<MonthRow>(statement, [
      asked.map(({ provinceId }) => provinceId),
      asked.map(({ accountId }) => accountId),
      asked.map(({ line }) => line),
      from,
      to,
    ]);
    for (const { at, month, volume, revenue } of found)
      answer[positions[at]][places.get(month) as number] = { month, volume, revenue };
  }
  return answer;
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
