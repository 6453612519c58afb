import type { Viewer } from '../../authz/viewer';
import type { Session } from '../../db/database';
import type { ExportContent, ExportFormat, ExportKey, ExportRow, Held } from './export-request';

const COLUMNS = `e.province_id AS "provinceId", e.id, e.organisation_id AS "organisationId",
  e.staff_province_id AS "staffProvinceId", e.staff_id AS "staffId", e.staff_name AS "staffName",
  e.staff_organisation_id AS "staffOrganisationId", e.purpose, e.format, e.sections,
  e.account_province_ids AS "accountProvinceIds", e.account_ids AS "accountIds", e.line,
  e.first_month AS "firstMonth", e.last_month AS "lastMonth", e.board_organisation_id AS "boardOrganisationId",
  e.board_period AS "boardPeriod", e.board_version AS "boardVersion", e.needs_decision AS "needsDecision",
  CASE WHEN e.status = 'READY' AND e.expires_at <= statement_timestamp() THEN 'EXPIRED' ELSE e.status END AS status,
  e.requested_at AS "requestedAt", e.decided_at AS "decidedAt", e.decided_by_province_id AS "decidedByProvinceId",
  e.decided_by_id AS "decidedById", e.decision_reason AS reason, e.attempt, e.rows_written AS "rowsWritten",
  e.rows_withheld AS "rowsWithheld", e.failure, e.expires_at AS "expiresAt"`;

/** An export to be filed. */
export interface NewExport extends ExportContent {
  place: { provinceId: number; cityId: number; unitId: number };
  organisationId: number;
  purpose: string;
  format: ExportFormat;
  needsDecision: boolean;
}

/** Files a request: waiting for its second person, or at once for the job. */
export async function insertExport(session: Session, viewer: Viewer, one: NewExport): Promise<ExportRow> {
  const { place } = one;
  const [row] = await session.query<ExportRow>(
    `INSERT INTO exports AS e (province_id, city_id, unit_id, organisation_id, staff_province_id, staff_id, staff_name,
       staff_organisation_id, purpose, format, sections, account_province_ids, account_ids, line, first_month,
       last_month, board_organisation_id, board_period, board_version, needs_decision, status)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
     RETURNING ${COLUMNS}`,
    [
      ...[place.provinceId, place.cityId, place.unitId, one.organisationId],
      ...[viewer.staffProvinceId, viewer.staffId, viewer.name, viewer.organisationId],
      ...[one.purpose, one.format, one.sections, one.accountProvinceIds, one.accountIds],
      ...[one.line, one.firstMonth, one.lastMonth],
      ...[one.boardOrganisationId, one.boardPeriod, one.boardVersion],
      ...[one.needsDecision, one.needsDecision ? 'REQUESTED' : 'QUEUED'],
    ],
  );
  return row;
}

/** One export in the session's scope. */
export async function findExport(session: Session, { provinceId, id }: ExportKey): Promise<ExportRow | null> {
  const [row] = await session.query<ExportRow>(
    `SELECT ${COLUMNS} FROM exports e WHERE province_id = $1 AND id = $2`,
    [provinceId, id],
  );
  return row ?? null;
}

/** One's own exports and, where `mayDecide`, all in scope; newest first, below the id `before`. */
export function listExports(
  session: Session,
  { staffProvinceId, staffId, scope }: Viewer,
  { mayDecide, before, limit }: { mayDecide: boolean; before: number | null; limit: number },
): Promise<ExportRow[]> {
  return session.query<ExportRow>(
    `SELECT ${COLUMNS} FROM exports e
     WHERE ($1 = 0 OR e.province_id = $1) AND ((e.staff_province_id = $2 AND e.staff_id = $3) OR $4)
       AND ($5::bigint IS NULL OR e.id < $5) ORDER BY e.id DESC LIMIT $6`,
    [scope.provinceId, staffProvinceId, staffId, mayDecide, before, limit],
  );
}

/** Decides a request that still waits; of two who decide at once the second gets null. */
export async function decideExport(
  session: Session,
  { provinceId, id }: ExportKey,
  status: 'QUEUED' | 'REFUSED',
  reason: string | null,
  { staffProvinceId, staffId }: Viewer,
): Promise<ExportRow | null> {
  const [row] = await session.query<ExportRow>(
    `UPDATE exports e SET status = $3, decision_reason = $4, decided_at = statement_timestamp(),
       decided_by_province_id = $5, decided_by_id = $6,
       ended_at = CASE WHEN $3 = 'REFUSED' THEN statement_timestamp() END
     WHERE province_id = $1 AND id = $2 AND status = 'REQUESTED' RETURNING ${COLUMNS}`,
    [provinceId, id, status, reason, staffProvinceId, staffId],
  );
  return row ?? null;
}

/**
 * Takes one waiting export: queued, or running with a heartbeat older than `staleSeconds` because its process died. Two
 * processes never take the same one.
 */
export async function claimExport(session: Session, staleSeconds: number): Promise<ExportRow | null> {
  const [row] = await session.query<ExportRow>(
    `UPDATE exports e SET status = 'RUNNING', attempt = attempt + 1, heartbeat_at = clock_timestamp()
     WHERE (province_id, id) = (SELECT province_id, id FROM exports
       WHERE status = 'QUEUED'
         OR (status = 'RUNNING' AND heartbeat_at < clock_timestamp() - make_interval(secs => $1))
       ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING ${COLUMNS}`,
    [staleSeconds],
  );
  return row ?? null;
}

const MINE = `province_id = $1 AND id = $2 AND attempt = $3 AND status = 'RUNNING'`;

/** Says that somebody still works on it. */
export async function beat(session: Session, { provinceId, id, attempt }: ExportRow): Promise<void> {
  await session.query(`UPDATE exports SET heartbeat_at = clock_timestamp() WHERE ${MINE}`, [
    provinceId,
    id,
    attempt,
  ]);
}

/** A finished file. */
export interface MadeFile {
  sealed: Buffer;
  held: Held;
  rowsWritten: number;
  rowsWithheld: number;
}

/** Keeps the file and makes it ready, in one transaction. False where another process has taken the export over. */
export async function finishExport(
  session: Session,
  { provinceId, id, attempt }: ExportRow,
  { sealed, held, rowsWritten, rowsWithheld }: MadeFile,
  hours: number,
): Promise<boolean> {
  const ready = await session.query(
    `UPDATE exports SET status = 'READY', rows_written = $4, rows_withheld = $5,
       expires_at = clock_timestamp() + make_interval(hours => $6) WHERE ${MINE} RETURNING id`,
    [provinceId, id, attempt, rowsWritten, rowsWithheld, hours],
  );
  if (ready.length === 0) return false;
  await session.query(
    `INSERT INTO export_files (province_id, export_id, city_id, unit_id, held, sealed)
     SELECT province_id, id, city_id, unit_id, $3, $4 FROM exports WHERE province_id = $1 AND id = $2`,
    [provinceId, id, JSON.stringify(held), sealed],
  );
  return true;
}

/** Leaves it to a second person: it has more rows than its accounts promised. Nothing of it is kept. */
export async function awaitDecision(session: Session, { provinceId, id, attempt }: ExportRow): Promise<void> {
  await session.query(`UPDATE exports SET status = 'REQUESTED', needs_decision = true WHERE ${MINE}`, [
    provinceId,
    id,
    attempt,
  ]);
}

/** Ends the work without a file. */
export async function failExport(
  session: Session,
  { provinceId, id, attempt }: ExportRow,
  status: 'FAILED' | 'REVOKED',
  failure: string,
): Promise<void> {
  await session.query(
    `UPDATE exports SET status = $4, failure = $5, ended_at = clock_timestamp() WHERE ${MINE}`,
    [provinceId, id, attempt, status, failure],
  );
}

/** Of whom the file holds values; null where there is no file. */
export async function readHeld(session: Session, { provinceId, id }: ExportKey): Promise<Held | null> {
  const [row] = await session.query<{ held: Held }>(
    'SELECT held FROM export_files WHERE province_id = $1 AND export_id = $2',
    [provinceId, id],
  );
  return row?.held ?? null;
}

/** Whether the file may tell of a key person who was erased since it was asked for. */
export async function tellsOfErased(session: Session, { provinceId, id }: ExportKey): Promise<boolean> {
  const [row] = await session.query<{ does: boolean }>(
    `SELECT EXISTS (SELECT FROM exports e JOIN export_files f ON f.province_id = e.province_id AND f.export_id = e.id
       CROSS JOIN jsonb_array_elements_text(f.held -> 'KEY_PERSONS') AS position
       JOIN erased_key_persons k ON k.province_id = e.account_province_ids[position::int + 1]
         AND k.account_id = e.account_ids[position::int + 1] AND k.erased_at >= e.requested_at
       WHERE e.province_id = $1 AND e.id = $2) AS does`,
    [provinceId, id],
  );
  return row.does;
}

/** Takes the file out, once and for all; null where somebody was quicker or its time is over. */
export async function takeFile(session: Session, { provinceId, id }: ExportKey): Promise<Buffer | null> {
  const [taken] = await session.query<{ id: number }>(
    `UPDATE exports SET status = 'DOWNLOADED', ended_at = clock_timestamp()
     WHERE province_id = $1 AND id = $2 AND status = 'READY' AND clock_timestamp() < expires_at RETURNING id`,
    [provinceId, id],
  );
  return taken ? removeFile(session, { provinceId, id }) : null;
}

/** Ends a file whose rights have ended. */
export async function revokeFile(session: Session, key: ExportKey, failure: string): Promise<void> {
  await session.query(
    `UPDATE exports SET status = 'REVOKED', failure = $3, ended_at = clock_timestamp()
     WHERE province_id = $1 AND id = $2 AND status = 'READY'`,
    [key.provinceId, key.id, failure],
  );
  await removeFile(session, key);
}

/** Ends and removes the files whose time is over; answers how many. */
export async function expireFiles(session: Session): Promise<number> {
  const expired = await session.query<ExportKey>(
    `UPDATE exports SET status = 'EXPIRED', ended_at = clock_timestamp()
     WHERE status = 'READY' AND expires_at <= clock_timestamp() RETURNING province_id AS "provinceId", id`,
  );
  for (const key of expired) await removeFile(session, key);
  return expired.length;
}

async function removeFile(session: Session, { provinceId, id }: ExportKey): Promise<Buffer | null> {
  const [row] = await session.query<{ sealed: Buffer }>(
    'DELETE FROM export_files WHERE province_id = $1 AND export_id = $2 RETURNING sealed',
    [provinceId, id],
  );
  return row?.sealed ?? null;
}
