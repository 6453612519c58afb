import type { Session, Statement } from '../../db/database';
import type { BusinessLine } from '../../graphql/business-line';
import type { CalibreRow } from '../usage/usage.module';
import type { RankedPeriod } from './ranking-targets';

/** What is known of a board besides its entries. */
export interface BoardHeader {
  /** 0: the open ranking; more: a frozen one. */
  version: number;
  /** null: that version of the period does not exist. */
  closedAt: Date | null;
  /** null: nothing was ever ranked there. */
  snapshotId: number | null;
  size: number | null;
  asOf: Date | null;
  calibre: CalibreRow;
  /** Fen of all accounts of the organisation; null where the scope does not cover it all, or nothing was ranked. */
  total: number | null;
}

/** Which board of which organisation is meant; without a version the published one. */
export interface BoardKey extends RankedPeriod {
  organisationId: number;
  /** Province of the organisation; 0 for the nation. */
  provinceId: number;
  version: number | null;
  lastMonth: string;
}

const HEADER: Statement = {
  name: 'boards_header',
  text: `SELECT v.version, c.closed_at AS "closedAt", s.id AS "snapshotId", coalesce(s.size, z.size) AS size,
      s.as_of AS "asOf", t.revenue AS total, k.id, k.name, k.definition, k.valid_from AS "validFrom"
    FROM (SELECT coalesce($4::int, max(p.version), 0) AS version FROM closed_periods p WHERE p.period = $3) v
    LEFT JOIN closed_periods c ON c.period = $3 AND c.version = v.version
    LEFT JOIN board_snapshots s
      ON s.organisation_id = $1 AND s.line = $2 AND s.period = $3 AND s.version = v.version
    LEFT JOIN board_totals t ON t.province_id = $5 AND t.snapshot_id = s.id
    LEFT JOIN board_sizes z ON z.organisation_id = $1
    CROSS JOIN LATERAL (SELECT * FROM revenue_calibres k
      WHERE k.id = s.calibre_id OR (s.id IS NULL AND k.valid_from <= $6)
      ORDER BY k.valid_from DESC, k.id DESC LIMIT 1) k`,
};

type HeaderRow = Omit<BoardHeader, 'calibre'> & CalibreRow;

/** One board without its entries. */
export async function readHeader(session: Session, key: BoardKey): Promise<BoardHeader> {
  const { organisationId, line, period, version, provinceId, lastMonth } = key;
  const [row] = await session.query<HeaderRow>(HEADER, [
    organisationId,
    line,
    period,
    version,
    provinceId,
    lastMonth,
  ]);
  if (!row) throw new Error(`no revenue calibre is valid in ${lastMonth}`);
  const { id, name, definition, validFrom, ...header } = row;
  return { ...header, calibre: { id, name, definition, validFrom } };
}

/** A version of a board. */
export interface SnapshotRow {
  version: number;
  asOf: Date;
  reason: string | null;
  calibre: CalibreRow;
}

const SNAPSHOTS: Statement = {
  name: 'boards_snapshots',
  text: `SELECT s.version, s.as_of AS "asOf", c.reason, k.id, k.name, k.definition, k.valid_from AS "validFrom"
    FROM board_snapshots s JOIN revenue_calibres k ON k.id = s.calibre_id
    LEFT JOIN closed_periods c ON c.period = s.period AND c.version = s.version
    WHERE s.organisation_id = $1 AND s.line = $2 AND s.period = $3 ORDER BY s.version`,
};

/** Every version of a board, the open one first. */
export async function readSnapshots(
  session: Session,
  organisationId: number,
  line: BusinessLine,
  period: string,
): Promise<SnapshotRow[]> {
  const rows = await session.query<Omit<SnapshotRow, 'calibre'> & CalibreRow>(SNAPSHOTS, [
    organisationId,
    line,
    period,
  ]);
  return rows.map(({ id, name, definition, validFrom, ...row }) => ({
    ...row,
    calibre: { id, name, definition, validFrom },
  }));
}
