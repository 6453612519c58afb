import type { Session, Statement } from '../../db/database';
import type { BusinessLine } from '../../graphql/business-line';

/** A closing of a period: version 1, or a restatement beside the versions before it. */
export interface PeriodClosing {
  period: string;
  version: number;
  closedAt: Date;
  reason: string | null;
}

const LATEST: Statement = {
  name: 'boards_latest_closing',
  text: `SELECT period, version, closed_at AS "closedAt", reason FROM closed_periods
    WHERE period = $1 ORDER BY version DESC LIMIT 1`,
};

/** The last closing of a period; undefined while it is open. */
export async function latestClosing(session: Session, period: string): Promise<PeriodClosing | undefined> {
  return (await session.query<PeriodClosing>(LATEST, [period])).at(0);
}

// Copied as they stand, previous ranks and figures of the year before included: a frozen board never changes again.
const FREEZE: Statement = {
  name: 'boards_freeze',
  text: `WITH open AS (
      SELECT * FROM board_snapshots WHERE period = $1 AND version = 0),
    frozen AS (
      INSERT INTO board_snapshots (organisation_id, line, period, version, size, calibre_id, as_of)
      SELECT organisation_id, line, period, $2::int, size, calibre_id, statement_timestamp() FROM open
      RETURNING id, organisation_id, line),
    pair AS MATERIALIZED (
      SELECT o.id AS open_id, f.id AS frozen_id, o.size FROM open o JOIN frozen f USING (organisation_id, line)),
    total AS (
      INSERT INTO board_totals (province_id, snapshot_id, city_id, unit_id, line, account_count, revenue)
      SELECT t.province_id, p.frozen_id, t.city_id, t.unit_id, t.line, t.account_count, t.revenue
      FROM pair p JOIN board_totals t ON t.snapshot_id = p.open_id)
    INSERT INTO board_entries (province_id, snapshot_id, position, account_id, city_id, unit_id, line, rank,
      previous_rank, volume, revenue, revenue_year_earlier)
    SELECT e.province_id, p.frozen_id, e.position, e.account_id, e.city_id, e.unit_id, e.line, e.rank,
      e.previous_rank, e.volume, e.revenue, e.revenue_year_earlier
    FROM pair p JOIN board_entries e ON e.snapshot_id = p.open_id AND e.rank <= p.size`,
};

const RECORD: Statement = {
  name: 'boards_record_closing',
  text: `INSERT INTO closed_periods (period, version, closed_by_id, reason) VALUES ($1, $2, $3, $4)
    RETURNING period, version, closed_at AS "closedAt", reason`,
};

/** Freezes every open board of the period under the next version. The caller holds the closing lock. */
export async function freezePeriod(
  session: Session,
  { period, version, reason }: Omit<PeriodClosing, 'closedAt'>,
  closedById: number | null,
): Promise<PeriodClosing> {
  await session.query(FREEZE, [period, version]);
  const [closing] = await session.query<PeriodClosing>(RECORD, [period, version, closedById, reason]);
  return closing;
}

const RANKED: Statement = {
  name: 'boards_ranked_provinces',
  text: `SELECT t.province_id AS "provinceId", t.line FROM board_snapshots s JOIN board_totals t ON t.snapshot_id = s.id
    WHERE s.period = $1 AND s.version = 0 AND t.province_id <> 0
    GROUP BY t.province_id, t.line ORDER BY t.province_id, t.line`,
};

/** The provinces and lines that have boards of the period. */
export async function rankedProvinces(
  session: Session,
  period: string,
): Promise<{ provinceId: number; line: BusinessLine }[]> {
  return session.query(RANKED, [period]);
}
