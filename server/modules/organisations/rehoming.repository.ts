import type { Queries } from './organisations.repository';

/** How many tenant rows hang on organisations. */
export interface Load {
  accounts: number;
  staff: number;
}

/** What the organisations serve and employ. The caller's scope must cover them all. */
export async function readLoad(session: Queries, organisationIds: readonly number[]): Promise<Load> {
  const [load] = await session.query<Load>(
    `SELECT (SELECT count(*) FROM accounts WHERE organisation_id = ANY ($1::int[])) AS accounts,
       (SELECT count(*) FROM staff WHERE organisation_id = ANY ($1::int[])) AS staff`,
    [organisationIds],
  );
  return load;
}

/** Tables whose rows carry the place of the account they belong to. */
export const ACCOUNT_TABLES = [
  'account_team',
  'usage_facts',
  'usage_rollups',
  'account_basics',
  'account_contacts',
  'key_persons',
  'erased_key_persons',
  'access_grants',
  'reading_sessions',
  'access_alerts',
  'account_services',
  'pickups',
  'visits',
  'complaints',
  'handlings',
  'account_credits',
  'payments',
  'account_tariffs',
  'service_tickets',
  'dossier_sections',
  'dossier_proposals',
  'dossier_changes',
];

/**
 * Moves every tenant row of the organisations (below some city) to another city of the same province: their staff,
 * their accounts and all that hangs on those. A unit keeps its id, so only the city changes. The caller holds the tree
 * and its scope covers the province.
 */
export async function rehome(
  session: Queries,
  provinceId: number,
  organisationIds: readonly number[],
  cityId: number,
): Promise<void> {
  for (const change of ['accounts SET updated_at = now(),', 'staff SET version = version + 1,'])
    await session.query(
      `UPDATE ${change} city_id = $3
       WHERE province_id = $1 AND organisation_id = ANY ($2::int[]) AND city_id <> $3`,
      [provinceId, organisationIds, cityId],
    );
  await followAccounts(
    session,
    `SELECT province_id, id AS account_id FROM accounts
     WHERE province_id = $1 AND organisation_id = ANY ($2::int[])`,
    [provinceId, organisationIds],
  );
}

/**
 * Brings all that hangs on accounts to where those are now, and marks the boards they count in to be ranked again.
 * `moved` is a query of (province_id, account_id). The scope must cover both places and every line.
 */
export async function followAccounts(session: Queries, moved: string, values: unknown[] = []): Promise<void> {
  for (const table of ACCOUNT_TABLES)
    await session.query(
      `WITH moved AS (${moved})
       UPDATE ${table} t SET city_id = a.city_id, unit_id = a.unit_id
       FROM moved JOIN accounts a ON a.province_id = moved.province_id AND a.id = moved.account_id
       WHERE t.province_id = moved.province_id AND t.account_id = moved.account_id
         AND (t.city_id <> a.city_id OR t.unit_id <> a.unit_id)`,
      values,
    );
  await session.query(
    `WITH moved AS (${moved})
     INSERT INTO board_refreshes (province_id, line, period)
     SELECT f.province_id, f.line, f.month FROM moved JOIN usage_facts f USING (province_id, account_id)
     UNION
     SELECT r.province_id, r.line, r.period FROM moved JOIN usage_periods r USING (province_id, account_id)
     ON CONFLICT (province_id, line, period) DO UPDATE SET marked_at = clock_timestamp()`,
    values,
  );
}

/** Places that tenant rows are filed under; the tree says where each should be. */
export function readFiledPlaces(
  session: Queries,
): Promise<{ provinceId: number; organisationId: number; cityId: number }[]> {
  return session.query(
    `SELECT province_id AS "provinceId", organisation_id AS "organisationId", city_id AS "cityId" FROM accounts
     UNION SELECT province_id, organisation_id, city_id FROM staff`,
  );
}
