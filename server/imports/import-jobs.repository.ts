import type { Client } from 'pg';
import type { Viewer } from '../authz/viewer';
import type { Session } from '../db/database';
import type { FileFacts } from './inspect-file';
import type { ImportCounts, ImportKind } from './importer';
import { importPlace, type ImportErrorRecord, type ImportJobKey, type ImportJobRecord } from './import-job';

const COLUMNS = `province_id AS "provinceId", id, city_id AS "cityId", unit_id AS "unitId", line, kind, status,
  is_dry_run AS "isDryRun", file_name AS "fileName", headings, staff_id AS "staffId", token_id AS "tokenId", attempt,
  rows_read AS "rowsRead", rows_new AS "rowsNew", rows_changed AS "rowsChanged", rows_same AS "rowsSame",
  rows_bad AS "rowsBad", failure, created_at AS "createdAt", finished_at AS "finishedAt"`;

/** What a new job is told. RUNNING: the caller works on it itself, at once. */
export interface NewImportJob {
  kind: ImportKind;
  isDryRun: boolean;
  fileName: string;
  status: 'QUEUED' | 'RUNNING';
}

/** Files a job where the viewer stands. */
export async function insertJob(
  session: Session,
  viewer: Viewer,
  job: NewImportJob,
): Promise<ImportJobRecord> {
  const { provinceId, cityId, unitId, line } = importPlace(viewer);
  const [row] = await session.query<ImportJobRecord>(
    `INSERT INTO import_jobs
       (province_id, city_id, unit_id, line, kind, is_dry_run, file_name, status, staff_id, token_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${COLUMNS}`,
    [
      provinceId,
      cityId,
      unitId,
      line,
      job.kind,
      job.isDryRun,
      job.fileName,
      job.status,
      viewer.staffId,
      viewer.tokenId,
    ],
  );
  return row;
}

/** One job in the session's scope. */
export async function findJob(session: Session, key: ImportJobKey): Promise<ImportJobRecord | null> {
  const [row] = await session.query<ImportJobRecord>(
    `SELECT ${COLUMNS} FROM import_jobs WHERE province_id = $1 AND id = $2`,
    [key.provinceId, key.id],
  );
  return row ?? null;
}

/** Jobs of some kinds in the session's scope, newest first, below the id `before`. */
export function listJobs(
  session: Session,
  kinds: readonly ImportKind[],
  limit: number,
  before: number | null,
): Promise<ImportJobRecord[]> {
  return session.query<ImportJobRecord>(
    `SELECT ${COLUMNS} FROM import_jobs
     WHERE kind = ANY ($1) AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $2`,
    [kinds, limit, before],
  );
}

/** Bad rows of a job in file order, after a line. */
export function listErrors(
  session: Session,
  key: ImportJobKey,
  limit: number,
  afterLine = 0,
): Promise<ImportErrorRecord[]> {
  return session.query<ImportErrorRecord>(
    `SELECT line_no AS "lineNo", input_row AS "inputRow", reason FROM import_errors
     WHERE province_id = $1 AND job_id = $2 AND line_no > $3 ORDER BY line_no LIMIT $4`,
    [key.provinceId, key.id, afterLine, limit],
  );
}

/** The first bad rows of each of some jobs, in the order of the jobs: one statement however many there are. */
export async function readFirstErrors(
  session: Session,
  jobs: readonly (ImportJobKey & { limit: number })[],
): Promise<ImportErrorRecord[][]> {
  const rows = await session.query<ImportErrorRecord & { place: number }>(
    `SELECT asked.place::int, e.line_no AS "lineNo", e.input_row AS "inputRow", e.reason
     FROM unnest($1::int[], $2::bigint[], $3::int[]) WITH ORDINALITY AS asked (province_id, job_id, at_most, place)
     CROSS JOIN LATERAL (SELECT * FROM import_errors
       WHERE province_id = asked.province_id AND job_id = asked.job_id ORDER BY line_no LIMIT asked.at_most) e
     ORDER BY asked.place, e.line_no`,
    [jobs.map(({ provinceId }) => provinceId), jobs.map(({ id }) => id), jobs.map(({ limit }) => limit)],
  );
  const found = jobs.map((): ImportErrorRecord[] => []);
  for (const { place, ...row } of rows) found[place - 1].push(row);
  return found;
}

/** Says that somebody still works on the job. */
export async function beat(session: Session, { provinceId, id, attempt }: ImportJobRecord): Promise<void> {
  await session.query(
    `UPDATE import_jobs SET heartbeat_at = now()
     WHERE province_id = $1 AND id = $2 AND attempt = $3 AND status = 'RUNNING'`,
    [provinceId, id, attempt],
  );
}

/**
 * Takes one waiting job whose file is among `keys`: queued, or running with a heartbeat older than `staleSeconds`
 * because its process died. Two processes never take the same one.
 */
export async function claimJob(
  session: Session,
  keys: readonly ImportJobKey[],
  staleSeconds: number,
): Promise<ImportJobRecord | null> {
  const [row] = await session.query<ImportJobRecord>(
    `UPDATE import_jobs SET status = 'RUNNING', attempt = attempt + 1, heartbeat_at = now()
     WHERE (province_id, id) = (
       SELECT province_id, id FROM import_jobs
       WHERE (province_id, id) IN (SELECT * FROM unnest($1::int[], $2::bigint[]))
         AND (status = 'QUEUED' OR (status = 'RUNNING' AND heartbeat_at < now() - make_interval(secs => $3)))
       ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING ${COLUMNS}`,
    [keys.map(({ provinceId }) => provinceId), keys.map(({ id }) => id), staleSeconds],
  );
  return row ?? null;
}

/** Fails the jobs nobody can go on with: no heartbeat for an hour, wherever their file was. */
export async function failLostJobs(session: Session): Promise<void> {
  await session.query(
    `UPDATE import_jobs SET status = 'FAILED', finished_at = now(),
       failure = '进程中断,请重新导入 / the process ended: import the file again'
     WHERE status = 'RUNNING' AND heartbeat_at < now() - interval '1 hour'`,
  );
}

/** Ends a job without a result. */
export async function failJob(session: Session, job: ImportJobRecord, failure: string): Promise<void> {
  await session.query(
    `UPDATE import_jobs SET status = 'FAILED', failure = $4, finished_at = now()
     WHERE province_id = $1 AND id = $2 AND attempt = $3 AND status = 'RUNNING'`,
    [job.provinceId, job.id, job.attempt, failure],
  );
}

/** Ends a job with its result, in the transaction of its data. Throws where another process has taken the job. */
export async function finishJob(
  client: Client,
  job: ImportJobRecord,
  counts: ImportCounts,
  headings: string,
  facts: FileFacts,
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE import_jobs SET status = 'DONE', rows_read = $4, rows_new = $5, rows_changed = $6, rows_same = $7,
       rows_bad = $8, headings = $9, file_sha256 = $10, finished_at = clock_timestamp()
     WHERE province_id = $1 AND id = $2 AND attempt = $3 AND status = 'RUNNING'`,
    [
      job.provinceId,
      job.id,
      job.attempt,
      counts.rowsRead,
      counts.rowsNew,
      counts.rowsChanged,
      counts.rowsSame,
      counts.rowsBad,
      headings,
      facts.sha256,
    ],
  );
  if (rowCount !== 1) throw new Error('the import job was taken over by another process');
}
