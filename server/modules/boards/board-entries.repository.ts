import type { Session, Statement } from '../../db/database';
import { ACCOUNT_COLUMNS, type AccountRow } from '../accounts/accounts.module';
import { staffMember, type Role, type StaffMember } from '../identity/identity.module';

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
  /** null: none, or out of the scope's staff. */
  manager: StaffMember | null;
}

interface EntryRow extends Omit<RankedAccount, 'manager'> {
  managerId: number | null;
  managerName: string;
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
      s.id AS "managerId", s.organisation_id AS "managerOrganisationId",
      s.username AS "managerUsername", s.name AS "managerName", s.roles AS "managerRoles",
      s.disabled_at IS NULL AS "isManagerActive"
    FROM board_entries e JOIN accounts a ON a.province_id = e.province_id AND a.id = e.account_id
    LEFT JOIN account_team m ON m.province_id = a.province_id AND m.account_id = a.id AND m.role = 'MANAGER'
    LEFT JOIN staff s ON s.province_id = m.province_id AND s.id = m.staff_id
    WHERE e.snapshot_id = $1 AND e.rank <= $2 AND e.position > $3
    ORDER BY e.position LIMIT $4`,
};

/** The rows of a board the scope lets through, after a position, in order. */
export async function readEntries(
  session: Session,
  { snapshotId, size }: { snapshotId: number; size: number },
  after: number,
  limit: number | null,
): Promise<RankedAccount[]> {
  const rows = await session.query<EntryRow>(ENTRIES, [snapshotId, size, after, limit]);
  return rows.map((row) => ({ ...row, manager: managerOf(row) }));
}

function managerOf(row: EntryRow): StaffMember | null {
  if (row.managerId === null) return null;
  return staffMember({
    province_id: row.provinceId,
    id: row.managerId,
    organisation_id: row.managerOrganisationId,
    username: row.managerUsername,
    name: row.managerName,
    roles: row.managerRoles,
    is_active: row.isManagerActive,
  });
}
