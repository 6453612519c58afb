import type { Session } from '../../../db/database';
import type { RegisterRecord } from './register-record';
import { exactInstant } from './sealed-row';

const RECORDS = {
  name: 'register_records',
  text: `SELECT province_id AS "provinceId", id, kind, ${exactInstant('recorded_at')} AS "recordedAt",
      recorded_by AS "recordedBy", first_seq AS "firstSeq", last_seq AS "lastSeq", row_count AS "rowCount",
      file_name AS "fileName", file_digest AS "fileDigest", findings, reason, mac
    FROM access_register_records WHERE province_id = $1 ORDER BY id`,
};

const ADD_RECORD = `INSERT INTO access_register_records (province_id, kind, recorded_at, recorded_by, first_seq, last_seq,
    row_count, file_name, file_digest, findings, reason, mac)
  VALUES ($1, $2, $3::timestamptz, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

// Whole seals from the first that is not archived; none before one that is still too young.
const DUE_SEALS = `SELECT min(s.seq) AS "firstSeq", max(s.seq) AS "lastSeq" FROM access_register_seals s
  WHERE s.province_id = $1 AND s.sealed_until <= now() - make_interval(months => $2)
    AND s.seq > (SELECT coalesce(max(r.last_seq), 0) FROM access_register_records r
      WHERE r.province_id = $1 AND r.kind = 'ARCHIVED')`;

const ARCHIVED_ROWS = `SELECT count(*)::int AS n FROM access_register_seals s
  JOIN access_register r ON r.province_id = s.province_id AND r.id = ANY (s.row_ids)
  WHERE s.province_id = $1 AND s.seq BETWEEN $2 AND $3`;

const DELETE_ROWS = `DELETE FROM access_register r USING access_register_seals s
  WHERE s.province_id = $1 AND s.seq = $2 AND r.province_id = $1 AND r.id = ANY (s.row_ids)`;

/** What the command line recorded of a province. */
export function readRecords(session: Session, provinceId: number): Promise<RegisterRecord[]> {
  return session.query(RECORDS, [provinceId]);
}

/** The database's clock, as exact text. */
export async function readNow(session: Pick<Session, 'query'>): Promise<string> {
  const rows = await session.query<{ now: string }>(`SELECT ${exactInstant('clock_timestamp()')} AS now`);
  return rows[0].now;
}

/** Adds a record of the command line; as the owner of the table. */
export async function addRecord(
  session: Pick<Session, 'query'>,
  record: Omit<RegisterRecord, 'id'>,
): Promise<void> {
  const { provinceId, kind, recordedAt, recordedBy, firstSeq, lastSeq, rowCount } = record;
  const { fileName, fileDigest, findings, reason, mac } = record;
  await session.query(ADD_RECORD, [
    ...[provinceId, kind, recordedAt, recordedBy, firstSeq, lastSeq, rowCount],
    ...[fileName, fileDigest, findings, reason, mac],
  ]);
}

/** The seals of a province whose time is over for so many months and that are not archived yet. */
export async function readDueSeals(
  session: Session,
  provinceId: number,
  months: number,
): Promise<{ firstSeq: number; lastSeq: number } | null> {
  const values = [provinceId, months];
  const [due] = await session.query<{ firstSeq: number | null; lastSeq: number }>(DUE_SEALS, values);
  return due.firstSeq === null ? null : { firstSeq: due.firstSeq, lastSeq: due.lastSeq };
}

/** How many rows of archived seals are still there. */
export async function countArchivedRows(
  session: Session,
  { provinceId, firstSeq, lastSeq }: RegisterRecord,
): Promise<number> {
  return (await session.query<{ n: number }>(ARCHIVED_ROWS, [provinceId, firstSeq, lastSeq]))[0].n;
}

/** Removes the rows of a seal; as the owner of the table. */
export async function deleteArchivedRows(
  session: Pick<Session, 'query'>,
  provinceId: number,
  seq: number,
): Promise<void> {
  await session.query(DELETE_ROWS, [provinceId, seq]);
}
