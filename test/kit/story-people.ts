import type { Client } from 'pg';
import { Role } from '../../server/authz/capabilities';
import { hashPassword } from '../../server/modules/identity/identity.module';

/** Places of the story with the organisation that stands there; `hz` is a city of `zj`, `unit` a base unit of `gz`. */
export const PLACES = {
  nation: '000000',
  gd: '440000',
  gz: '440100',
  unit: '440191',
  sz: '440300',
  zj: '330000',
  hz: '330100',
  bj: '110100',
  express: '000003',
} as const;
export type Place = keyof typeof PLACES;

/** Where somebody of every role works. */
export const STAFFED: readonly Place[] = ['nation', 'gd', 'gz', 'unit', 'sz', 'zj', 'express'];

/** Login name of whoever has the role at the place, e.g. `gz.account-manager`. */
export const username = (place: Place, role: Role): string =>
  `${place}.${role.toLowerCase().replace(/_/g, '-')}`;

/** Makes service tokens; has several roles, so that a token can hold all that tokens may. */
export const TOKEN_MAKER = 'nation.token-maker';
const MAKER_ROLES = [Role.ADMIN, Role.DIRECTOR, Role.CUSTODIAN, Role.INGEST];

/** Password of everybody who can sign in. */
export const STORY_PASSWORD = 'demo-2026';

const EXTRA_ORGANISATIONS = `WITH seed (code, level, parent, line, name) AS (VALUES
    ('440191', 'UNIT', '440100', NULL, '示例营业部'), ('000003', 'NATION', '000000', 'EXPRESS', '示例速递专业局')
  ), added AS (
    INSERT INTO organisations (code, level, business_line) SELECT code, level, line FROM seed ORDER BY code
    RETURNING id, code
  )
  INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
  SELECT added.id, '2000-01-01', parent.id, seed.name
  FROM added JOIN seed USING (code) JOIN organisations parent ON parent.code = seed.parent`;

// The place of a member of staff is that of the organisation: 0 where above a level.
const STAFF = `WITH RECURSIVE seed AS (
    SELECT * FROM json_to_recordset($1::json) AS s (n int, username text, name text, code text, roles text[])
  ), up AS (
    SELECT seed.username, o.id, o.level, v.parent_id FROM seed JOIN organisations o USING (code)
    JOIN organisation_versions v ON v.organisation_id = o.id
    UNION ALL
    SELECT up.username, o.id, o.level, v.parent_id FROM up JOIN organisations o ON o.id = up.parent_id
    JOIN organisation_versions v ON v.organisation_id = o.id
  ), place AS (
    SELECT username, coalesce(max(id) FILTER (WHERE level = 'PROVINCE'), 0) AS province_id,
      coalesce(max(id) FILTER (WHERE level = 'CITY'), 0) AS city_id,
      coalesce(max(id) FILTER (WHERE level = 'UNIT'), 0) AS unit_id FROM up GROUP BY username
  ), added AS (
    INSERT INTO staff (province_id, city_id, unit_id, organisation_id, username, name, roles)
    SELECT province_id, city_id, unit_id, o.id, username, seed.name, roles
    FROM seed JOIN place USING (username) JOIN organisations o USING (code) ORDER BY n
    RETURNING province_id, id, username
  )
  INSERT INTO logins (username, staff_province_id, staff_id, password_hash)
  SELECT username, province_id, id, $2 FROM added`;

/** A member of staff to be added. */
interface NewMember {
  username: string;
  name: string;
  code: string;
  roles: Role[];
}

/** Adds the unit, the bureau, somebody of each role at each place, and whoever else is named. */
export async function addPeople(admin: Client, others: readonly NewMember[]): Promise<void> {
  await admin.query(EXTRA_ORGANISATIONS);
  const members: NewMember[] = STAFFED.flatMap((place) =>
    Object.values(Role).map((role) => ({
      username: username(place, role),
      name: `示例${place}${role}`,
      code: PLACES[place],
      roles: [role],
    })),
  );
  const maker = { username: TOKEN_MAKER, name: '示例令牌管理员', code: PLACES.nation, roles: MAKER_ROLES };
  await admin.query(STAFF, [
    JSON.stringify([...members, maker, ...others].map((member, n) => ({ n, ...member }))),
    await hashPassword(STORY_PASSWORD),
  ]);
}
