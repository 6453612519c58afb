import type { Section } from '../../../authz/sections';
import type { AccountPlace } from '../../../authz/subject';
import type { Viewer } from '../../../authz/viewer';
import type { Session } from '../../../db/database';
import type { AccountKey } from '../dossier-values';
import type { ReadingSessionRow } from './reading-session';

/** A session to be opened. */
export interface NewReadingSession {
  purpose: string;
  sections: readonly Section[];
  until: Date;
}

/** Which sessions a list is about. */
export interface ReadingSessionQuery {
  isOpen: boolean | null;
  /** Only ids below this one. */
  before: number | null;
  limit: number;
}

const IS_OPEN =
  's.ended_at IS NULL AND s.valid_from <= statement_timestamp() AND statement_timestamp() < s.valid_to';

// All accounts of a session are opened and ended together; the rows of a place that moved away are not seen any more.
const FOUND = `SELECT s.session_id AS "sessionId", min(s.purpose) AS purpose, min(s.valid_from) AS "validFrom",
    min(s.valid_to) AS "validTo", min(s.ended_at) AS "endedAt", bool_and(${IS_OPEN}) AS "isOpen",
    (array_agg(array_to_json(s.sections) ORDER BY s.account_id))[1] AS sections,
    json_agg(json_build_object('provinceId', s.province_id, 'accountId', s.account_id)
      ORDER BY s.province_id, s.account_id) AS accounts`;

const PLACES = {
  name: 'dossier_reading_places',
  text: `SELECT a.province_id AS "provinceId", a.id AS "accountId", a.city_id AS "cityId", a.unit_id AS "unitId"
    FROM accounts a JOIN unnest($1::int[], $2::bigint[]) AS asked (province_id, id)
      ON a.province_id = asked.province_id AND a.id = asked.id`,
};

const IS_WITHIN = {
  name: 'dossier_reading_until',
  text: `SELECT statement_timestamp() < $1::timestamptz
    AND $1::timestamptz <= statement_timestamp() + make_interval(hours => $2) AS "isWithin"`,
};

const INSERT = {
  name: 'dossier_open_reading',
  text: `WITH s AS (
      INSERT INTO reading_sessions (province_id, session_id, account_id, city_id, unit_id, staff_province_id, staff_id,
        staff_name, staff_organisation_id, purpose, sections, valid_to)
      SELECT asked.province_id, next.id, asked.id, asked.city_id, asked.unit_id, $5, $6, $7, $8, $9, $10::text[], $11
      FROM unnest($1::int[], $2::bigint[], $3::int[], $4::int[]) AS asked (province_id, id, city_id, unit_id)
      CROSS JOIN (SELECT nextval('reading_sessions_session_id_seq') AS id) AS next
      RETURNING *)
    ${FOUND} FROM s GROUP BY s.session_id`,
};

const END = {
  name: 'dossier_end_reading',
  text: `WITH s AS (
      UPDATE reading_sessions s SET ended_at = statement_timestamp()
      WHERE s.session_id = $1 AND s.staff_province_id = $2 AND s.staff_id = $3 AND ${IS_OPEN}
      RETURNING *)
    ${FOUND} FROM s GROUP BY s.session_id`,
};

const LIST = {
  name: 'dossier_list_readings',
  text: `${FOUND} FROM reading_sessions s
    WHERE s.staff_province_id = $1 AND s.staff_id = $2 AND ($3::bigint IS NULL OR s.session_id < $3)
      AND ($4::boolean IS NULL OR (${IS_OPEN}) = $4)
    GROUP BY s.session_id ORDER BY s.session_id DESC LIMIT $5`,
};

/** Where accounts stand; those out of scope are missing. */
export function readPlaces(session: Session, keys: readonly AccountKey[]): Promise<AccountPlace[]> {
  return session.query(PLACES, [
    keys.map(({ provinceId }) => provinceId),
    keys.map(({ accountId }) => accountId),
  ]);
}

/** Whether an instant lies ahead, by no more than so many hours, on the database's clock. */
export async function liesAhead(session: Session, until: Date, hours: number): Promise<boolean> {
  const [{ isWithin }] = await session.query<{ isWithin: boolean }>(IS_WITHIN, [until, hours]);
  return isWithin;
}

/** Opens a session from now on. */
export async function insertReading(
  session: Session,
  places: readonly AccountPlace[],
  { purpose, sections, until }: NewReadingSession,
  { staffProvinceId, staffId, name, organisationId }: Viewer,
): Promise<ReadingSessionRow> {
  const of = (column: keyof AccountPlace): number[] => places.map((place) => place[column]);
  const accounts = [of('provinceId'), of('accountId'), of('cityId'), of('unitId')];
  const by = [staffProvinceId, staffId, name, organisationId];
  const values = [...accounts, ...by, purpose, sections, until];
  return (await session.query<ReadingSessionRow>(INSERT, values))[0];
}

/** Ends an open session of the viewer; null where it is not open or not theirs. */
export async function endReading(
  session: Session,
  { staffProvinceId, staffId }: Viewer,
  sessionId: number,
): Promise<ReadingSessionRow | null> {
  const [row] = await session.query<ReadingSessionRow>(END, [sessionId, staffProvinceId, staffId]);
  return row ?? null;
}

/** The viewer's sessions, newest first. */
export function listReadings(
  session: Session,
  { staffProvinceId, staffId }: Viewer,
  { isOpen, before, limit }: ReadingSessionQuery,
): Promise<ReadingSessionRow[]> {
  return session.query(LIST, [staffProvinceId, staffId, before, isOpen, limit]);
}
