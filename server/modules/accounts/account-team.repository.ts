import type { Queries } from '../organisations/organisations.module';
import { ACCOUNT_COLUMNS, type AccountKey } from './accounts.repository';
import type { AccountRow } from './key-account';

/** Counts one more version of an account that still has the expected one, and locks it; null where it has not. */
export async function touchAccount(
  session: Queries,
  { provinceId, accountId }: AccountKey,
  expectedVersion: number,
): Promise<AccountRow | null> {
  const [row] = await session.query<AccountRow>(
    `UPDATE accounts a SET version = version + 1, updated_at = now()
     WHERE province_id = $1 AND id = $2 AND version = $3 RETURNING ${ACCOUNT_COLUMNS}`,
    [provinceId, accountId, expectedVersion],
  );
  return row ?? null;
}

/** Where active members of staff of a province work, by id. */
export async function readWorkplaces(
  session: Queries,
  provinceId: number,
  staffIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await session.query<{ id: number; organisation_id: number }>(
    `SELECT id, organisation_id FROM staff
     WHERE province_id = $1 AND id = ANY ($2::bigint[]) AND disabled_at IS NULL FOR SHARE`,
    [provinceId, staffIds],
  );
  return new Map(rows.map(({ id, organisation_id }) => [id, organisation_id]));
}

/** Replaces manager and deputy; whoever was one of them is no longer on the team, other members stay. */
export async function replaceLeads(
  session: Queries,
  { provinceId, accountId, cityId, unitId }: AccountRow,
  leads: readonly { role: 'MANAGER' | 'DEPUTY'; staffId: number }[],
): Promise<void> {
  await session.query(
    `DELETE FROM account_team WHERE province_id = $1 AND account_id = $2
       AND (role IN ('MANAGER', 'DEPUTY') OR staff_id = ANY ($3::bigint[]))`,
    [provinceId, accountId, leads.map(({ staffId }) => staffId)],
  );
  await session.query(
    `INSERT INTO account_team (province_id, account_id, city_id, unit_id, staff_id, role)
     SELECT $1, $2, $3, $4, lead.staff_id, lead.role
     FROM unnest($5::bigint[], $6::text[]) AS lead (staff_id, role)`,
    [
      provinceId,
      accountId,
      cityId,
      unitId,
      leads.map(({ staffId }) => staffId),
      leads.map(({ role }) => role),
    ],
  );
}
