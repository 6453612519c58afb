import type { Session } from '../../database';
import type { DemoAccount, DemoBureau, DemoStaff } from './demo-story.types';

/** How much of the demo is there: nothing, a seeding that broke off, or all of it; or the database is somebody's own. */
export type DemoState = 'EMPTY' | 'BROKEN_OFF' | 'COMPLETE' | 'NOT_OURS';

const STATE = `SELECT CASE
    WHEN NOT EXISTS (SELECT FROM logins WHERE is_demo) THEN
      CASE WHEN EXISTS (SELECT FROM accounts) OR EXISTS (SELECT FROM logins) THEN 'NOT_OURS' ELSE 'EMPTY' END
    WHEN EXISTS (SELECT FROM key_persons) THEN 'COMPLETE' -- written last
    ELSE 'BROKEN_OFF' END AS state`;

const BUREAUS = `WITH seed AS (
    SELECT * FROM json_to_recordset($1::json) AS seed (code text, level text, "businessLine" text, name text, "parentCode" text)
  ), added AS (
    INSERT INTO organisations (code, level, business_line) SELECT code, level, "businessLine" FROM seed
    ON CONFLICT (code) DO NOTHING RETURNING id, code
  )
  INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
  SELECT added.id, '2000-01-01', parent.id, seed.name
  FROM added JOIN seed USING (code) JOIN organisations parent ON parent.code = seed."parentCode"`;

// A place is that of the organisation today; the demo has no county or unit.
const STAFF = `WITH seed AS (
    SELECT * FROM json_to_recordset($1::json)
      AS seed (username text, name text, "organisationCode" text, roles text[], "canSignIn" boolean)
  ), placed AS (
    SELECT seed.*, o.id AS organisation_id,
      CASE o.level WHEN 'PROVINCE' THEN o.id WHEN 'CITY' THEN v.parent_id ELSE 0 END AS province_id,
      CASE o.level WHEN 'CITY' THEN o.id ELSE 0 END AS city_id
    FROM seed JOIN organisations o ON o.code = seed."organisationCode"
    JOIN organisation_versions v ON v.organisation_id = o.id AND v.valid_to IS NULL
  ), added AS (
    INSERT INTO staff (province_id, city_id, organisation_id, username, name, roles)
    SELECT province_id, city_id, organisation_id, username, name, roles FROM placed
    WHERE NOT EXISTS (SELECT FROM staff s WHERE s.province_id = placed.province_id AND s.username = placed.username)
    ORDER BY province_id, city_id, username
    RETURNING province_id, id, username
  )
  INSERT INTO logins (username, staff_province_id, staff_id, password_hash, is_demo)
  SELECT added.username, added.province_id, added.id, $2, true
  FROM added JOIN placed USING (province_id, username) WHERE placed."canSignIn"`;

const TEAMS = `WITH seed AS (
    SELECT * FROM json_to_recordset($1::json) AS seed ("accountNo" text, username text, role text)
  )
  INSERT INTO account_team (province_id, account_id, staff_id, city_id, unit_id, role)
  SELECT a.province_id, a.id, s.id, a.city_id, a.unit_id, seed.role
  FROM seed JOIN accounts a ON a.account_no = seed."accountNo"
  JOIN staff s ON s.province_id = a.province_id AND s.username = seed.username
  ON CONFLICT DO NOTHING`;

const ACCOUNT_KEYS = `SELECT account_no AS "accountNo", province_id AS "provinceId", id AS "accountId" FROM accounts
  WHERE account_no = ANY ($1::text[])`;

/** What the database holds of the demo. */
export async function demoState(session: Session): Promise<DemoState> {
  return (await session.query<{ state: DemoState }>(STATE))[0].state;
}

/** Writes the professional bureaus and the staff; only those who can sign in get a login. */
export async function writePeople(
  session: Session,
  bureaus: readonly DemoBureau[],
  staff: readonly DemoStaff[],
  passwordHash: string,
): Promise<void> {
  await session.query(BUREAUS, [JSON.stringify(bureaus)]);
  await session.query(STAFF, [JSON.stringify(staff), passwordHash]);
}

/** Writes manager and deputy of each account. */
export async function writeTeams(session: Session, accounts: readonly DemoAccount[]): Promise<void> {
  const members = accounts.flatMap(({ accountNo, team }) => [
    { accountNo, username: team.managerUsername, role: 'MANAGER' },
    { accountNo, username: team.deputyUsername, role: 'DEPUTY' },
  ]);
  await session.query(TEAMS, [JSON.stringify(members)]);
}

/** The keys of accounts by their number. */
export async function accountKeys(
  session: Session,
  accountNos: readonly string[],
): Promise<Map<string, { provinceId: number; accountId: number }>> {
  const rows = await session.query<{ accountNo: string; provinceId: number; accountId: number }>(
    ACCOUNT_KEYS,
    [accountNos],
  );
  return new Map(rows.map(({ accountNo, ...key }) => [accountNo, key]));
}
