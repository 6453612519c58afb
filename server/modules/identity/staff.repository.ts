import type { Role } from '../../authz/capabilities';
import type { Session } from '../../db/database';
import type { Scope } from '../../db/scope';
import type { StaffKey, StaffRow } from './staff.entity';

/** Columns of StaffRow; the table goes by `s`. */
export const STAFF_COLUMNS = `s.province_id, s.id, s.organisation_id, s.username, s.name, s.roles,
  s.disabled_at IS NULL AS is_active`;

/** A member of staff to be added, already placed. */
export interface NewStaff {
  provinceId: number;
  cityId: number;
  unitId: number;
  organisationId: number;
  username: string;
  name: string;
  roles: readonly Role[];
}

const BY_KEYS = {
  name: 'staff_by_keys',
  text: `SELECT ${STAFF_COLUMNS} FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, id)
    JOIN staff s ON s.province_id = asked.province_id AND s.id = asked.id`,
};
const FOR_UPDATE = {
  name: 'staff_for_update',
  text: `SELECT ${STAFF_COLUMNS} FROM staff s WHERE s.province_id = $1 AND s.id = $2 FOR UPDATE`,
};
const INSERT = {
  name: 'insert_staff',
  text: `INSERT INTO staff AS s (province_id, city_id, unit_id, organisation_id, username, name, roles)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${STAFF_COLUMNS}`,
};
const UPDATE = {
  name: 'update_staff',
  text: `UPDATE staff s SET name = $3, roles = $4, organisation_id = $5, city_id = $6, unit_id = $7,
      version = version + 1
    WHERE s.province_id = $1 AND s.id = $2 RETURNING ${STAFF_COLUMNS}`,
};
const SET_ACTIVE = {
  name: 'set_staff_active',
  text: `UPDATE staff s SET disabled_at = CASE WHEN $3 THEN NULL ELSE coalesce(s.disabled_at, now()) END,
      version = version + 1
    WHERE s.province_id = $1 AND s.id = $2 RETURNING ${STAFF_COLUMNS}`,
};
const INSERT_LOGIN = {
  name: 'insert_login',
  text: `INSERT INTO logins (username, staff_province_id, staff_id, password_hash, external_subject, is_demo)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING username`,
};

// The road beside the wall: what indexes and shards prune by.
const ROADS: Record<Scope['level'], { sql: string; values: (scope: Scope) => unknown[] }> = {
  0: { sql: 'true', values: () => [] },
  1: { sql: 's.province_id = $4', values: ({ provinceId }) => [provinceId] },
  2: {
    sql: 's.province_id = $4 AND s.city_id = $5',
    values: ({ provinceId, cityId }) => [provinceId, cityId],
  },
  3: {
    sql: 's.province_id = $4 AND s.unit_id = ANY ($5::int[])',
    values: ({ provinceId, unitIds }) => [provinceId, unitIds],
  },
};

/** Members of staff by key, in no order; those out of scope are absent. */
export function readStaff(session: Session, keys: readonly StaffKey[]): Promise<StaffRow[]> {
  return session.query<StaffRow>(BY_KEYS, [
    keys.map(({ provinceId }) => provinceId),
    keys.map(({ staffId }) => staffId),
  ]);
}

/** A page of the scope's staff after a key, by key. */
export function readStaffPage(
  session: Session,
  scope: Scope,
  after: StaffKey,
  rows: number,
): Promise<StaffRow[]> {
  const road = ROADS[scope.level];
  const statement = {
    name: `staff_page_${scope.level}`,
    text: `SELECT ${STAFF_COLUMNS} FROM staff s WHERE (s.province_id, s.id) > ($1, $2) AND ${road.sql}
      ORDER BY s.province_id, s.id LIMIT $3`,
  };
  return session.query<StaffRow>(statement, [after.provinceId, after.staffId, rows, ...road.values(scope)]);
}

/** One member of staff, locked for a change; null where absent or out of scope. */
export async function lockStaff(
  session: Session,
  { provinceId, staffId }: StaffKey,
): Promise<StaffRow | null> {
  return (await session.query<StaffRow>(FOR_UPDATE, [provinceId, staffId]))[0] ?? null;
}

/** Adds a member of staff without a login. */
export async function insertStaff(session: Session, staff: NewStaff): Promise<StaffRow> {
  const { provinceId, cityId, unitId, organisationId, username, name, roles } = staff;
  const values = [provinceId, cityId, unitId, organisationId, username, name, roles];
  return (await session.query<StaffRow>(INSERT, values))[0];
}

/** Changes a member of staff inside their province. */
export async function updateStaffRow(
  session: Session,
  key: StaffKey,
  { name, roles, organisationId, cityId, unitId }: Omit<NewStaff, 'provinceId' | 'username'>,
): Promise<StaffRow> {
  const values = [key.provinceId, key.staffId, name, roles, organisationId, cityId, unitId];
  return (await session.query<StaffRow>(UPDATE, values))[0];
}

/** Disables or enables a member of staff. */
export async function setActive(session: Session, key: StaffKey, isActive: boolean): Promise<StaffRow> {
  return (await session.query<StaffRow>(SET_ACTIVE, [key.provinceId, key.staffId, isActive]))[0];
}

/** A login of a member of staff to be added. */
export interface NewLogin extends StaffKey {
  username: string;
  /** From hashPassword; null lets nobody in by password. */
  passwordHash: string | null;
  /** `issuer|subject` of an outside issuer. */
  externalSubject?: string | null;
  /** Made by the demo seed, with a published password. */
  isDemo?: boolean;
}

/** Adds a login; false where the name or the outside subject is taken. */
export async function createLogin(session: Session, login: NewLogin): Promise<boolean> {
  const { username, provinceId, staffId, passwordHash, externalSubject = null, isDemo = false } = login;
  const values = [username, provinceId, staffId, passwordHash, externalSubject, isDemo];
  return (await session.query(INSERT_LOGIN, values)).length > 0;
}
