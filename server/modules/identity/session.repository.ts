import type { Session } from '../../db/database';
import type { StaffKey, StaffRow } from './staff.entity';
import { STAFF_COLUMNS } from './staff.repository';

/** A login name and what may prove it. */
export interface LoginRow {
  username: string;
  password_hash: string | null;
  staff_province_id: number;
  staff_id: number;
}

/** Why a session ended; kept for the auditor. */
export type EndReason = 'SIGN_OUT' | 'SIGN_OUT_EVERYWHERE' | 'REUSE' | 'PASSWORD_CHANGED' | 'DISABLED';

type SessionRow = StaffRow & { session_id: string };

const LOGIN_BY_NAME = {
  name: 'login_by_name',
  text: 'SELECT username, password_hash, staff_province_id, staff_id FROM logins WHERE username = $1',
};
const LOGIN_OF_STAFF = {
  name: 'login_of_staff',
  text: `SELECT username, password_hash, staff_province_id, staff_id FROM logins
    WHERE staff_province_id = $1 AND staff_id = $2`,
};
// A family of refresh tokens lives seven days at most.
const OPEN = {
  name: 'open_session',
  text: `WITH opened AS (
      INSERT INTO sessions (staff_province_id, staff_id, expires_at)
      SELECT province_id, id, now() + interval '7 days' FROM staff
      WHERE province_id = $1 AND id = $2 AND disabled_at IS NULL
      RETURNING id, staff_province_id, staff_id)
    SELECT opened.id AS session_id, ${STAFF_COLUMNS}
    FROM opened JOIN staff s ON s.province_id = opened.staff_province_id AND s.id = opened.staff_id`,
};
const ISSUE = {
  name: 'issue_refresh_token',
  text: `INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
    SELECT $1, id, least(now() + interval '12 hours', expires_at) FROM sessions WHERE id = $2`,
};
// The row lock lets one of two simultaneous uses through; the other then finds the token spent.
const SPEND = {
  name: 'spend_refresh_token',
  text: `UPDATE refresh_tokens t SET used_at = now()
    FROM sessions x JOIN staff s ON s.province_id = x.staff_province_id AND s.id = x.staff_id
    WHERE t.token_hash = $1 AND t.used_at IS NULL AND t.expires_at > now() AND x.id = t.session_id
      AND x.revoked_at IS NULL AND x.expires_at > now() AND s.disabled_at IS NULL
    RETURNING x.id AS session_id, ${STAFF_COLUMNS}`,
};
const REVOKE_REUSED = {
  name: 'revoke_reused_family',
  text: `UPDATE sessions SET revoked_at = now(), revoked_because = 'REUSE'
    WHERE revoked_at IS NULL
      AND id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1 AND used_at IS NOT NULL)
    RETURNING id`,
};
const REVOKE = {
  name: 'revoke_sessions',
  text: `UPDATE sessions SET revoked_at = now(), revoked_because = $3
    WHERE staff_province_id = $1 AND staff_id = $2 AND revoked_at IS NULL
      AND ($4::uuid IS NULL OR id = $4) AND ($5::uuid IS NULL OR id <> $5)`,
};
const SET_PASSWORD = {
  name: 'set_password',
  text: `UPDATE logins SET password_hash = $3, password_changed_at = now()
    WHERE staff_province_id = $1 AND staff_id = $2`,
};
// Whoever could sign in with a published password.
const DEMO_LOGINS = {
  name: 'demo_logins',
  text: `SELECT EXISTS (SELECT FROM logins l
      JOIN staff s ON s.province_id = l.staff_province_id AND s.id = l.staff_id
      WHERE l.is_demo AND l.password_hash IS NOT NULL AND s.disabled_at IS NULL) AS has`,
};

/** The login of a name. */
export async function readLogin(session: Session, username: string): Promise<LoginRow | null> {
  return (await session.query<LoginRow>(LOGIN_BY_NAME, [username]))[0] ?? null;
}

/** The login of a member of staff. */
export async function readLoginOf(
  session: Session,
  { provinceId, staffId }: StaffKey,
): Promise<LoginRow | null> {
  return (await session.query<LoginRow>(LOGIN_OF_STAFF, [provinceId, staffId]))[0] ?? null;
}

/** A new session of an active member of staff; null where disabled. */
export async function openSession(
  session: Session,
  provinceId: number,
  staffId: number,
): Promise<SessionRow | null> {
  return (await session.query<SessionRow>(OPEN, [provinceId, staffId]))[0] ?? null;
}

/** Adds a refresh token to the session's family: 12 hours idle, never beyond the family's end. */
export async function addRefreshToken(session: Session, tokenHash: Buffer, sessionId: string): Promise<void> {
  await session.query(ISSUE, [tokenHash, sessionId]);
}

/** Uses up a refresh token; `spent` is null where it is unknown, used or over. Reuse of a used one ends its family. */
export async function spendRefreshToken(
  session: Session,
  tokenHash: Buffer,
): Promise<{ spent: SessionRow | null; isReuse: boolean }> {
  const [spent] = await session.query<SessionRow>(SPEND, [tokenHash]);
  if (spent) return { spent, isReuse: false };
  return { spent: null, isReuse: (await session.query(REVOKE_REUSED, [tokenHash])).length > 0 };
}

/** Ends sessions of a member of staff: all, only one, or all but one. */
export async function revokeSessions(
  session: Session,
  staff: StaffKey,
  because: EndReason,
  { only = null, except = null }: { only?: string | null; except?: string | null } = {},
): Promise<void> {
  await session.query(REVOKE, [staff.provinceId, staff.staffId, because, only, except]);
}

/** Replaces the password. */
export async function setPasswordHash(
  session: Session,
  staff: StaffKey,
  passwordHash: string,
): Promise<void> {
  await session.query(SET_PASSWORD, [staff.provinceId, staff.staffId, passwordHash]);
}

/** Whether anybody could sign in with the published demo password; production refuses to start then. */
export async function hasDemoLogins(session: Session): Promise<boolean> {
  return (await session.query<{ has: boolean }>(DEMO_LOGINS))[0].has;
}
