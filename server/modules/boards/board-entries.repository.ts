import type { Session, Statement } from '../../db/database';
import { ACCOUNT_COLUMNS, type AccountRow } from '../accounts/accounts.module';
import type { Role } from '../identity/identity.module';

/** One rank of a board with the account that holds it, in one flat row. */
export interface RankedAccount extends AccountRow {
  position: number;
  rank: number;
  previousRank: number | null;
  /** Fen. */
  revenue: number;
  /** Pieces. */
  volume: number;
  /** Fen; null where there is no figure. */
  revenueYearEarlier: number | null;
  managerId: number | null;
  deputyId: number | null;
  /** null, like all of the manager below: none, or out of the viewer's scope of staff. */
  managerName: string | null;
  managerUsername: string;
  managerRoles: Role[];
  managerOrganisationId: number;
  isManagerActive: boolean;
}

// The open ranking of a province may hold more ranks than its board shows, hence the size.
const ENTRIES: Statement = {
  name: 'boards_entries',
  text: `SELECT e.position, e.rank, e.previous_rank AS "previousRank", e.revenue, e.volume,
      e.revenue_year_earlier AS "revenueYearEarlier",
      ${ACCOUNT_COLUMNS},
      m.staff_id AS "managerId", d.staff_id AS "deputyId", s.organisation_id AS "managerOrganisationId",
      s.username AS "managerUsername", s.name AS "managerName", s.roles AS "managerRoles",
      s.disabled_at IS NULL AS "isManagerActive"
    FROM board_entries e JOIN accounts a ON a.province_id = e.province_id AND a.id = e.account_id
    LEFT JOIN account_team m ON m.province_id = a.province_id AND m.account_id = a.id AND m.role = 'MANAGER'
    LEFT JOIN account_team d ON d.province_id = a.province_id AND d.account_id = a.id AND d.role = 'DEPUTY'
    LEFT JOIN staff s ON s.province_id = m.province_id AND s.id = m.staff_id
    WHERE e.snapshot_id = $1 AND e.rank <= $2 AND e.position > $3
    ORDER BY e.position LIMIT $4`,
};

/** The rows of a board the scope lets through, after a position, in order. */
export function readEntries(
  session: Session,
  { snapshotId, size }: { snapshotId: number; size: number },
  after: number,
  limit: number | null,
): Promise<RankedAccount[]> {
  return session.query<RankedAccount>(ENTRIES, [snapshotId, size, after, limit]);
}
