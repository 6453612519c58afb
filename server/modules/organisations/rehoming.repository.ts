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
  'access_grants',
];

/**
 * Moves every tenant row of the organisations (below some city) to another city of the same province: their staff,
 * their accounts and all that hangs on those. A unit keeps its id, so only the city changes. Marks the open boards of
 * the province to be ranked again. The caller holds the tree and its scope covers the province.
 */
export async function rehome(
  session: Queries,
  provinceId: number,
  organisationIds: readonly number[],
  cityId: number,
): Promise<void> {
  const values = [provinceId, organisationIds, cityId];
  await session.query(MARK_BOARDS, values.slice(0, 2));
  for (const table of ACCOUNT_TABLES)
    await session.query(
      `UPDATE ${table} t SET city_id = $3 FROM accounts a
       WHERE a.province_id = $1 AND a.organisation_id = ANY ($2::int[])
         AND t.province_id = a.province_id AND t.account_id = a.id AND t.city_id <> $3`,
      values,
    );
  await session.query(
    `UPDATE accounts SET city_id = $3, updated_at = now()
     WHERE province_id = $1 AND organisation_id = ANY ($2::int[]) AND city_id <> $3`,
    values,
  );
  await session.query(
    `UPDATE staff SET city_id = $3, version = version + 1
     WHERE province_id = $1 AND organisation_id = ANY ($2::int[]) AND city_id <> $3`,
    values,
  );
}

// Both cities change, and no other: but a refresh is marked by province, as rows of a province are ranked together.
const MARK_BOARDS = `INSERT INTO board_refreshes (province_id, line, period)
  SELECT DISTINCT $1::int, used.line, used.period FROM (
    SELECT f.account_id, f.line, f.month AS period FROM usage_facts f WHERE f.province_id = $1
    UNION ALL
    SELECT r.account_id, r.line, r.period FROM usage_rollups r WHERE r.province_id = $1
  ) used
  JOIN accounts a ON a.province_id = $1 AND a.id = used.account_id AND a.organisation_id = ANY ($2::int[])
  ON CONFLICT (province_id, line, period) DO UPDATE SET marked_at = clock_timestamp()`;

/** Places that tenant rows are filed under; the tree says where each should be. */
export function readFiledPlaces(
  session: Queries,
): Promise<{ provinceId: number; organisationId: number; cityId: number }[]> {
  return session.query(
    `SELECT province_id AS "provinceId", organisation_id AS "organisationId", city_id AS "cityId" FROM accounts
     UNION SELECT province_id, organisation_id, city_id FROM staff`,
  );
}
