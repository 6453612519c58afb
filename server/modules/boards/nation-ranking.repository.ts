import type { Session, Statement } from '../../db/database';
import { BOARD_SIZE } from '../../rules/rule-defaults';
import { periodNumber, previousPeriod } from './periods';
import type { RankedPeriod } from './ranking-targets';

const CLEAR: Statement = {
  name: 'boards_clear_nation',
  text: `WITH gone AS (
      DELETE FROM board_totals t USING board_snapshots s, unnest($2::text[], $3::text[]) AS target (line, period)
      WHERE t.province_id = 0 AND s.id = t.snapshot_id AND s.organisation_id = $1 AND s.version = 0
        AND s.line = target.line AND s.period = target.period
      RETURNING t.snapshot_id)
    DELETE FROM board_entries e USING gone WHERE e.snapshot_id = gone.snapshot_id`,
};

// Whoever is among the first hundred of the nation is among the first hundred of a province, so the provinces' open
// rankings are merged and no account besides them is looked at. Ties between provinces go by the province's code.
const RANK: Statement = {
  name: 'boards_rank_nation',
  text: `WITH target AS MATERIALIZED (
      SELECT t.*, published.version AS published_version, before.version AS previous_version
      FROM unnest($2::text[], $3::text[], $4::text[], $5::int[]) AS t (line, period, previous, number)
      CROSS JOIN LATERAL (SELECT coalesce(max(c.version), 0) AS version FROM closed_periods c
        WHERE c.period = t.period) published
      CROSS JOIN LATERAL (SELECT coalesce(max(c.version), 0) AS version FROM closed_periods c
        WHERE c.period = t.previous) before),
    province AS MATERIALIZED (
      SELECT o.id AS organisation_id, o.code AS province_code, t.*, s.id AS province_snapshot_id, s.calibre_id, b.account_count, b.revenue
      FROM organisations o CROSS JOIN target t
      JOIN board_snapshots s ON s.organisation_id = o.id AND s.line = t.line AND s.period = t.period AND s.version = 0
      JOIN board_totals b ON b.province_id = o.id AND b.snapshot_id = s.id
      WHERE o.level = 'PROVINCE' AND o.business_line IS NULL),
    summed AS MATERIALIZED (
      SELECT line, period, previous, previous_version, number, max(calibre_id) AS calibre_id,
        sum(account_count)::int AS account_count, sum(revenue)::bigint AS revenue
      FROM province GROUP BY line, period, previous, previous_version, number),
    header AS (
      INSERT INTO board_snapshots (organisation_id, line, period, version, size, calibre_id, as_of)
      SELECT $1, line, period, 0, $6, calibre_id, statement_timestamp() FROM summed
      ON CONFLICT (organisation_id, line, period, version)
        DO UPDATE SET size = EXCLUDED.size, calibre_id = EXCLUDED.calibre_id, as_of = EXCLUDED.as_of
      RETURNING id, line, period),
    total AS (
      INSERT INTO board_totals (province_id, snapshot_id, line, account_count, revenue)
      SELECT 0, h.id, s.line, s.account_count, s.revenue FROM summed s JOIN header h USING (line, period)),
    ranked AS (
      SELECT p.province_code, p.period, p.number, p.published_version, e.*,
        rank() OVER (PARTITION BY p.line, p.period ORDER BY e.revenue DESC)::int AS nation_rank
      FROM province p JOIN board_entries e
        ON e.province_id = p.organisation_id
        AND e.snapshot_id = p.province_snapshot_id AND e.rank <= $6),
    entry AS MATERIALIZED (
      SELECT h.id AS nation_snapshot_id, r.line, r.number, r.province_id, r.account_id, r.nation_rank,
        r.published_version = 0 AS is_published, r.province_code,
        r.city_id, r.unit_id, r.volume, r.revenue, r.revenue_year_earlier
      FROM ranked r JOIN header h USING (line, period) WHERE r.nation_rank <= $6),
    compared AS (
      SELECT *, max(nation_rank) FILTER (WHERE is_published) OVER (PARTITION BY line, province_id, account_id
        ORDER BY number RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING) AS previous_rank
      FROM (
        SELECT * FROM entry
        UNION ALL
        SELECT NULL, b.line, b.number - 1, e.province_id, e.account_id, e.rank, true, NULL, NULL, NULL, NULL, NULL, NULL
        FROM summed b
        JOIN board_snapshots s ON s.organisation_id = $1 AND s.line = b.line
          AND s.period = b.previous AND s.version = b.previous_version
        JOIN board_entries e ON e.snapshot_id = s.id) AS ranks)
    INSERT INTO board_entries (province_id, snapshot_id, position, account_id, city_id, unit_id, line, rank,
      previous_rank, volume, revenue, revenue_year_earlier)
    SELECT c.province_id, c.nation_snapshot_id,
      row_number() OVER (PARTITION BY c.nation_snapshot_id ORDER BY c.nation_rank, a.account_no, c.province_code),
      c.account_id, c.city_id, c.unit_id, c.line, c.nation_rank, c.previous_rank, c.volume, c.revenue,
      c.revenue_year_earlier
    FROM compared c JOIN accounts a ON a.province_id = c.province_id AND a.id = c.account_id
    WHERE c.nation_snapshot_id IS NOT NULL`,
};

const TARGETS_AT_ONCE = 64;

/** Writes the nation's open rankings by merging those of the provinces, which must be up to date. */
export async function rankNation(
  session: Session,
  nationId: number,
  targets: readonly RankedPeriod[],
): Promise<void> {
  for (let from = 0; from < targets.length; from += TARGETS_AT_ONCE) {
    const some = targets.slice(from, from + TARGETS_AT_ONCE);
    const lines = some.map(({ line }) => line);
    const periods = some.map(({ period }) => period);
    await session.query(CLEAR, [nationId, lines, periods]);
    await session.query(RANK, [
      nationId,
      lines,
      periods,
      periods.map(previousPeriod),
      periods.map(periodNumber),
      BOARD_SIZE.value,
    ]);
  }
}
