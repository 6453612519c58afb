import type { Session } from '../../../db/database';
import type { Seal } from './seal-key';
import { exactInstant, RECORDED_COLUMNS, type RecordedRow } from './sealed-row';

const SEAL_COLUMNS = `province_id AS "provinceId", seq, ${exactInstant('sealed_until')} AS until,
  ${exactInstant('sealed_at')} AS "sealedAt", row_ids AS "rowIds", row_digests AS "rowDigests", previous, seal`;

const LOCK = {
  name: 'register_lock_province',
  text: `SELECT pg_try_advisory_xact_lock(hashtext('kam seal access register'), $1) AS locked`,
};

const PROVINCES = {
  name: 'register_provinces',
  text: `SELECT id FROM organisations WHERE level = 'PROVINCE' UNION SELECT 0
    UNION SELECT DISTINCT province_id FROM access_register_seals ORDER BY 1`,
};

const ALL_PROVINCES = {
  name: 'register_all_provinces',
  text: `SELECT DISTINCT province_id AS id FROM access_register UNION SELECT province_id FROM access_register_seals
    UNION SELECT province_id FROM access_register_records ORDER BY 1`,
};

const HEAD = {
  name: 'register_head',
  text: `SELECT ${SEAL_COLUMNS} FROM access_register_seals WHERE province_id = $1 ORDER BY seq DESC LIMIT 1`,
};

const SEAL_AT = {
  name: 'register_seal_at',
  text: `SELECT ${SEAL_COLUMNS} FROM access_register_seals WHERE province_id = $1 AND seq = $2`,
};

const SEALS = {
  name: 'register_seals',
  text: `SELECT ${SEAL_COLUMNS} FROM access_register_seals WHERE province_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
};

// Up to the last closed minute, or less where that is more rows than one seal should hold.
const CLOSED = {
  name: 'register_closed',
  text: `WITH closed AS (
      SELECT date_trunc('minute', clock_timestamp() - make_interval(secs => $3)) AS until
    ), full_at AS (
      SELECT date_trunc('minute', r.at) + interval '1 minute' AS until FROM access_register r, closed
      WHERE r.province_id = $1 AND r.at >= coalesce($2::timestamptz, '-infinity') AND r.at < closed.until
      ORDER BY r.at OFFSET $4 LIMIT 1)
    SELECT ${exactInstant('least(closed.until, full_at.until)')} AS until, ${exactInstant('clock_timestamp()')} AS now,
      coalesce(closed.until > $2::timestamptz, true) AS "isLater",
      EXISTS (SELECT FROM access_register r WHERE r.province_id = $1
        AND r.at >= coalesce($2::timestamptz, '-infinity') AND r.at < closed.until) AS "hasRows",
      coalesce(closed.until >= $2::timestamptz + make_interval(mins => $5), false) AS "isQuiet"
    FROM closed LEFT JOIN full_at ON true`,
};

// Whoever has begun to write before the minute ended may still commit a row into it. The lock is taken before the row
// gets its time, so a writer that comes later writes later.
const WRITERS = {
  name: 'register_writers',
  text: `SELECT count(*)::int AS n FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'relation' AND l.relation = 'access_register'::regclass AND l.granted
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.mode = 'RowExclusiveLock' AND l.pid IS DISTINCT FROM pg_backend_pid()
      AND coalesce(a.xact_start < $1::timestamptz, true)`,
};

const ROWS = {
  name: 'register_rows',
  text: `SELECT ${RECORDED_COLUMNS} FROM access_register r
    WHERE r.province_id = $1 AND r.at >= coalesce($2::timestamptz, '-infinity') AND r.at < $3::timestamptz
    UNION
    SELECT ${RECORDED_COLUMNS} FROM access_register r WHERE r.province_id = $1 AND r.id = ANY ($4::bigint[])
    ORDER BY id`,
};

const UNSEALED = {
  name: 'register_unsealed',
  text: `SELECT count(*)::int AS n, ${exactInstant('min(at)')} AS oldest,
      coalesce(min(at) < clock_timestamp() - make_interval(hours => $3), false) AS "isLate"
    FROM access_register WHERE province_id = $1 AND at >= coalesce($2::timestamptz, '-infinity')`,
};

const ADD_SEAL = {
  name: 'register_add_seal',
  text: `INSERT INTO access_register_seals
      (province_id, seq, sealed_until, sealed_at, row_ids, row_digests, previous, seal)
    VALUES ($1, $2, $3::timestamptz, $4::timestamptz, $5, $6, $7, $8)`,
};

/** What may be sealed of a province now. */
export interface ClosedTime {
  until: string;
  now: string;
  /** Whether any time has passed since the last seal. */
  isLater: boolean;
  hasRows: boolean;
  /** Whether the last seal is so old that an empty one is due. */
  isQuiet: boolean;
}

/** Provinces whose register is sealed: all there are, and 0 for readings that concern no province. */
export async function readProvinces(session: Session): Promise<number[]> {
  return (await session.query<{ id: number }>(PROVINCES)).map(({ id }) => id);
}

/** Provinces that anything of the register speaks of, whether or not they exist. */
export async function readRegisteredProvinces(session: Session): Promise<number[]> {
  return (await session.query<{ id: number }>(ALL_PROVINCES)).map(({ id }) => id);
}

/** Makes the caller the only one who seals the province until the transaction ends; false where another does. */
export async function lockProvince(session: Session, provinceId: number): Promise<boolean> {
  return (await session.query<{ locked: boolean }>(LOCK, [provinceId]))[0].locked;
}

/** The last seal of a province. */
export async function readHead(session: Session, provinceId: number): Promise<Seal | null> {
  return (await session.query<Seal>(HEAD, [provinceId]))[0] ?? null;
}

/** One seal. */
export async function readSeal(session: Session, provinceId: number, seq: number): Promise<Seal | null> {
  return (await session.query<Seal>(SEAL_AT, [provinceId, seq]))[0] ?? null;
}

/** The next seals of a province. */
export function readSeals(
  session: Session,
  provinceId: number,
  afterSeq: number,
  limit: number,
): Promise<Seal[]> {
  return session.query(SEALS, [provinceId, afterSeq, limit]);
}

/** Until when the province may be sealed, after a seal that ended at `from`. */
export async function readClosed(
  session: Session,
  provinceId: number,
  from: string | null,
  rule: { graceSeconds: number; mostRows: number; quietMinutes: number },
): Promise<ClosedTime> {
  const values = [provinceId, from, rule.graceSeconds, rule.mostRows, rule.quietMinutes];
  return (await session.query<ClosedTime>(CLOSED, values))[0];
}

/** How many transactions may still commit rows made before that instant. */
export async function countWriters(session: Session, before: string): Promise<number> {
  return (await session.query<{ n: number }>(WRITERS, [before]))[0].n;
}

/** Rows of a time, [from, until), and whichever are named besides, by id. */
export function readRows(
  session: Session,
  provinceId: number,
  from: string | null,
  until: string,
  named: readonly number[] = [],
): Promise<RecordedRow[]> {
  return session.query(ROWS, [provinceId, from, until, named]);
}

/** Rows after the last seal, and whether the oldest should have been sealed long ago. */
export async function readUnsealed(
  session: Session,
  provinceId: number,
  from: string | null,
  lateHours: number,
): Promise<{ n: number; oldest: string | null; isLate: boolean }> {
  const values = [provinceId, from, lateHours];
  return (await session.query<{ n: number; oldest: string | null; isLate: boolean }>(UNSEALED, values))[0];
}

/** Adds a link to the chain. */
export async function addSeal(session: Session, seal: Seal): Promise<void> {
  const { provinceId, seq, until, sealedAt, rowIds, rowDigests, previous } = seal;
  await session.query(ADD_SEAL, [
    ...[provinceId, seq, until, sealedAt, rowIds],
    ...[rowDigests, previous, seal.seal],
  ]);
}
