import type { Session, Statement } from '../../db/database';
import { BOARD_SIZE } from '../../rules/rule-defaults';
import { lastMonthOf, periodNumber, previousPeriod, yearEarlier } from './periods';
import { keyOf, type RankedPeriod } from './ranking-targets';

const CLEAR: Statement = {
  name: 'boards_clear_province',
  text: `WITH gone AS (
      DELETE FROM board_totals t USING board_snapshots s, unnest($2::text[], $3::text[]) AS target (line, period)
      WHERE t.province_id = $1 AND s.id = t.snapshot_id AND s.version = 0
        AND s.line = target.line AND s.period = target.period
      RETURNING t.snapshot_id)
    DELETE FROM board_entries e USING gone WHERE e.province_id = $1 AND e.snapshot_id = gone.snapshot_id`,
};

// A roll-up's sums by the number of the quarter; 0 is the year. Quicker than a join with the rows of usage_periods.
const sumsOf = (figure: string): string =>
  `ARRAY[r.${figure}, r.${figure}_q1, r.${figure}_q2, r.${figure}_q3, r.${figure}_q4]`;

// One pass over the province's figures gives the ranks within the province and within each city; `kept` has each
// account once however many boards show it. The rank of the period before comes from this very statement where that
// period is ranked here and still open, else from its published ranking. What is needed of `target` travels with the
// rows: row-level security makes the planner expect few rows, and another join would become a nested loop.
const RANK: Statement = {
  name: 'boards_rank_province',
  text: `WITH target AS MATERIALIZED (
      SELECT t.*, left(t.period, 4)::int AS year,
        CASE WHEN length(t.period) = 4 THEN 0 WHEN t.period LIKE '%Q%' THEN right(t.period, 1)::int END AS quarter,
        published.version AS published_version, before.version AS previous_version,
        (SELECT k.id FROM revenue_calibres k WHERE k.valid_from <= t.last_month
         ORDER BY k.valid_from DESC, k.id DESC LIMIT 1) AS calibre_id
      FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::boolean[])
        AS t (line, period, previous, last_month, number, is_ranked)
      CROSS JOIN LATERAL (SELECT coalesce(max(c.version), 0) AS version FROM closed_periods c
        WHERE c.period = t.period) published
      CROSS JOIN LATERAL (SELECT coalesce(max(c.version), 0) AS version FROM closed_periods c
        WHERE c.period = t.previous) before),
    figure AS (
      SELECT f.account_id, f.city_id, f.unit_id, f.volume, f.revenue, t.*
      FROM target t JOIN usage_facts f ON f.line = t.line AND f.month = t.period WHERE f.province_id = $1
      UNION ALL
      SELECT r.account_id, r.city_id, r.unit_id, (${sumsOf('volume')})[t.quarter + 1], sums.revenue, t.*
      FROM target t JOIN usage_rollups r ON t.quarter IS NOT NULL AND r.line = t.line AND r.year = t.year
      CROSS JOIN LATERAL (SELECT (${sumsOf('revenue')})[t.quarter + 1] AS revenue) sums
      WHERE r.province_id = $1 AND sums.revenue IS NOT NULL),
    ranked AS MATERIALIZED (
      SELECT *, rank() OVER (PARTITION BY line, period ORDER BY revenue DESC)::int AS province_rank,
        rank() OVER (PARTITION BY line, period, city_id ORDER BY revenue DESC)::int AS city_rank
      FROM (
        SELECT *, max(revenue) OVER (PARTITION BY line, account_id, substr(period, 5)
          ORDER BY year RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING) AS revenue_year_earlier
        FROM figure) AS compared
      WHERE is_ranked),
    summed AS MATERIALIZED (
      SELECT CASE GROUPING(city_id) WHEN 1 THEN $1 ELSE city_id END AS organisation_id,
        CASE GROUPING(city_id) WHEN 1 THEN 0 ELSE city_id END AS city_id,
        line, period, previous, previous_version, number, calibre_id,
        count(*)::int AS account_count, sum(revenue)::bigint AS revenue
      FROM ranked
      GROUP BY line, period, previous, previous_version, number, calibre_id, GROUPING SETS ((), (city_id))
      HAVING GROUPING(city_id) = 1 OR city_id <> 0),
    header AS (
      INSERT INTO board_snapshots (organisation_id, line, period, version, size, calibre_id, as_of)
      SELECT s.organisation_id, s.line, s.period, 0, coalesce(z.size, $8), s.calibre_id, statement_timestamp()
      FROM summed s LEFT JOIN board_sizes z USING (organisation_id)
      ON CONFLICT (organisation_id, line, period, version)
        DO UPDATE SET size = EXCLUDED.size, calibre_id = EXCLUDED.calibre_id, as_of = EXCLUDED.as_of
      RETURNING id, organisation_id, line, period, size),
    total AS (
      INSERT INTO board_totals (province_id, snapshot_id, city_id, line, account_count, revenue)
      SELECT $1, h.id, s.city_id, s.line, s.account_count, s.revenue
      FROM summed s JOIN header h USING (organisation_id, line, period)),
    kept AS MATERIALIZED (
      SELECT r.*, a.account_no
      FROM ranked r JOIN accounts a ON a.province_id = $1 AND a.id = r.account_id
      WHERE least(r.province_rank, r.city_rank) <= (SELECT greatest($8, max(size)) FROM header)),
    placed AS (
      SELECT $1 AS organisation_id, province_rank AS rank, $8 AS least_size, * FROM kept
      UNION ALL
      SELECT city_id, city_rank, 0, * FROM kept),
    entry AS MATERIALIZED (
      SELECT h.id AS snapshot_id, p.organisation_id, p.line, p.number, p.account_id, p.rank,
        p.published_version = 0 AND p.rank <= h.size AS is_published,
        p.account_no, p.city_id, p.unit_id, p.volume, p.revenue, p.revenue_year_earlier
      FROM placed p JOIN header h USING (organisation_id, line, period)
      WHERE p.rank <= greatest(h.size, p.least_size)),
    compared AS (
      SELECT *, max(rank) FILTER (WHERE is_published) OVER (PARTITION BY organisation_id, line, account_id
        ORDER BY number RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING) AS previous_rank
      FROM (
        SELECT * FROM entry
        UNION ALL
        SELECT NULL, b.organisation_id, b.line, b.number - 1, e.account_id, e.rank, true,
          NULL, NULL, NULL, NULL, NULL, NULL
        FROM summed b
        JOIN board_snapshots s ON s.organisation_id = b.organisation_id AND s.line = b.line
          AND s.period = b.previous AND s.version = b.previous_version
        JOIN board_entries e ON e.province_id = $1 AND e.snapshot_id = s.id AND e.rank <= s.size) AS ranks)
    INSERT INTO board_entries (province_id, snapshot_id, position, account_id, city_id, unit_id, line, rank,
      previous_rank, volume, revenue, revenue_year_earlier)
    SELECT $1, snapshot_id, row_number() OVER (PARTITION BY snapshot_id ORDER BY rank, account_no),
      account_id, city_id, unit_id, line, rank, previous_rank, volume, revenue, revenue_year_earlier
    FROM compared WHERE snapshot_id IS NOT NULL`,
};

// Bounds the memory of one statement when years are ranked at once.
const TARGETS_AT_ONCE = 64;

/**
 * Writes the open rankings of a province and each of its cities. The province's keeps at least the national number of
 * ranks, from which the national ranking is merged; who reads a board stops at its size.
 */
export async function rankProvince(
  session: Session,
  provinceId: number,
  targets: readonly RankedPeriod[],
): Promise<void> {
  for (let from = 0; from < targets.length; from += TARGETS_AT_ONCE) {
    const ranked = targets.slice(from, from + TARGETS_AT_ONCE);
    const read = withYearEarlier(ranked);
    await session.query(CLEAR, [
      provinceId,
      ranked.map(({ line }) => line),
      ranked.map(({ period }) => period),
    ]);
    await session.query(RANK, [
      provinceId,
      read.map(({ line }) => line),
      read.map(({ period }) => period),
      read.map(({ period }) => previousPeriod(period)),
      read.map(({ period }) => lastMonthOf(period)),
      read.map(({ period }) => periodNumber(period)),
      read.map((target) => ranked.includes(target)),
      BOARD_SIZE.value,
    ]);
  }
}

/** The rankings and, behind them, those of the year before that only their figures are read of. */
function withYearEarlier(ranked: readonly RankedPeriod[]): RankedPeriod[] {
  const known = new Set(ranked.map(keyOf));
  const earlier = ranked.map(({ line, period }) => ({ line, period: yearEarlier(period) }));
  return [...ranked, ...earlier.filter((one) => !known.has(keyOf(one)))];
}
