import { Role } from '../../authz/capabilities';
import type { Section } from '../../authz/sections';
import type { Viewer } from '../../authz/viewer';
import type { Session } from '../../db/database';
import type { AccessGrantRow, AccessGrantStatus, BreakGlassReview, BreakGlassVerdict } from './access-grant';
import type { AccountKey } from './dossier-values';

/** What a request is judged by. */
export interface RequestFacts {
  cityId: number;
  unitId: number;
  isOnTeam: boolean;
  /** A request or live grant of the same person covers these sections already; an emergency does not stand for one. */
  isCovered: boolean;
  /** A live grant of the same person opens these sections now. */
  isOpen: boolean;
  /** Of the account. */
  organisationId: number;
}

/** A request to be written. */
export interface NewRequest extends AccountKey {
  sections: readonly Section[];
  purpose: string;
  hours: number | null;
  needsSuperior: boolean;
}

/** Which grants a list is about. */
export interface GrantQuery {
  status: AccessGrantStatus | null;
  /** Break-glass accesses only, all of them or by their review; null for every grant. */
  breakGlass: BreakGlassReview | 'ALL' | null;
  /** Only ids below this one. */
  before: number | null;
  limit: number;
}

const STATUS = `CASE WHEN g.status = 'GRANTED' AND g.valid_to <= statement_timestamp() THEN 'EXPIRED' ELSE g.status END`;

const IS_OVERDUE = '(g.is_break_glass AND g.reviewed_at IS NULL AND g.review_due <= statement_timestamp())';

const COLUMNS = `g.province_id AS "provinceId", g.id, g.account_id AS "accountId",
  a.organisation_id AS "organisationId", g.staff_province_id AS "staffProvinceId", g.staff_id AS "staffId",
  g.staff_name AS "staffName", g.staff_organisation_id AS "staffOrganisationId", g.purpose, g.sections,
  g.requested_hours AS "requestedHours", ${STATUS} AS status, g.requested_at AS "requestedAt",
  g.valid_from AS "validFrom", g.valid_to AS "validTo", g.decided_at AS "decidedAt",
  g.decided_by_province_id AS "decidedByProvinceId", g.decided_by_id AS "decidedById",
  coalesce(g.revocation_reason, g.decision_reason) AS reason, g.needs_superior AS "needsSuperior",
  g.is_break_glass AS "isBreakGlass", g.review_due AS "reviewDue", ${IS_OVERDUE} AS "isReviewOverdue",
  g.reviewed_at AS "reviewedAt", g.review_verdict AS "reviewVerdict", g.review_note AS "reviewNote"`;

const JOINED = 'JOIN accounts a ON a.province_id = g.province_id AND a.id = g.account_id';

const LOCK_REQUESTER = {
  name: 'dossier_lock_requester',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('access_grants ' || $1, 0))`,
};

const FACTS = {
  name: 'dossier_request_facts',
  text: `SELECT a.city_id AS "cityId", a.unit_id AS "unitId",
      a.organisation_id AS "organisationId",
      EXISTS (SELECT FROM account_team t WHERE t.province_id = a.province_id AND t.account_id = a.id
        AND t.province_id = $3 AND t.staff_id = $4) AS "isOnTeam",
      EXISTS (SELECT FROM access_grants g WHERE g.province_id = a.province_id AND g.account_id = a.id
        AND g.staff_province_id = $3 AND g.staff_id = $4 AND g.sections @> $5::text[]
        AND ${STATUS} IN ('REQUESTED', 'GRANTED') AND NOT g.is_break_glass) AS "isCovered",
      EXISTS (SELECT FROM access_grants g WHERE g.province_id = a.province_id AND g.account_id = a.id
        AND g.staff_province_id = $3 AND g.staff_id = $4 AND g.sections @> $5::text[]
        AND ${STATUS} = 'GRANTED') AS "isOpen"
    FROM accounts a WHERE a.province_id = $1 AND a.id = $2`,
};

const INSERT = {
  name: 'dossier_insert_request',
  text: `WITH g AS (
      INSERT INTO access_grants (province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name,
        staff_organisation_id, purpose, sections, requested_hours, needs_superior)
      SELECT a.province_id, a.id, a.city_id, a.unit_id, $3, $4, $5, $6, $7, $8::text[], $9, $10
      FROM accounts a WHERE a.province_id = $1 AND a.id = $2
      RETURNING *)
    SELECT ${COLUMNS} FROM g ${JOINED}`,
};

const FIND = {
  name: 'dossier_find_grant',
  text: `SELECT ${COLUMNS} FROM access_grants g ${JOINED} WHERE g.province_id = $1 AND g.id = $2`,
};

// Conditional: of two who decide at once the second finds no REQUESTED row.
const DECIDE = {
  name: 'dossier_decide_grant',
  text: `WITH g AS (
      UPDATE access_grants SET status = $3, decided_at = statement_timestamp(), decided_by_province_id = $4,
        decided_by_id = $5, decision_reason = $6, version = version + 1,
        valid_from = CASE WHEN $3 = 'GRANTED' THEN statement_timestamp() END,
        valid_to = CASE WHEN $3 = 'GRANTED' THEN statement_timestamp() + make_interval(hours => $7) END
      WHERE province_id = $1 AND id = $2 AND status = 'REQUESTED'
      RETURNING *)
    SELECT ${COLUMNS} FROM g ${JOINED}`,
};

const REVOKE = {
  name: 'dossier_revoke_grant',
  text: `WITH g AS (
      UPDATE access_grants SET status = 'REVOKED', revoked_at = statement_timestamp(), revocation_reason = $3,
        version = version + 1
      WHERE province_id = $1 AND id = $2
        AND (status = 'REQUESTED' OR (status = 'GRANTED' AND statement_timestamp() < valid_to))
      RETURNING *)
    SELECT ${COLUMNS} FROM g ${JOINED}`,
};

// Nobody decided it, so nothing says decided; the alert is raised in the very statement.
const BREAK_GLASS = {
  name: 'dossier_break_glass',
  text: `WITH g AS (
      INSERT INTO access_grants (province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name,
        staff_organisation_id, purpose, sections, needs_superior, status, valid_from, valid_to, is_break_glass, review_due)
      SELECT a.province_id, a.id, a.city_id, a.unit_id, $3, $4, $5, $6, $7, $8::text[], $9, 'GRANTED',
        statement_timestamp(), statement_timestamp() + make_interval(hours => $10), true,
        working_days_after(statement_timestamp(), $11)
      FROM accounts a WHERE a.province_id = $1 AND a.id = $2
      RETURNING *),
    alert AS (
      INSERT INTO access_alerts (province_id, account_id, city_id, unit_id, kind, staff_province_id, staff_id, staff_name,
        staff_organisation_id, grant_id, detail)
      SELECT province_id, account_id, city_id, unit_id, 'BREAK_GLASS', staff_province_id, staff_id, staff_name,
        staff_organisation_id, id, array_to_string(sections, ', ') FROM g)
    SELECT ${COLUMNS} FROM g ${JOINED}`,
};

// Conditional: of two who review at once the second finds it reviewed. What is not justified ends with it.
const REVIEW = {
  name: 'dossier_review_break_glass',
  text: `WITH g AS (
      UPDATE access_grants SET reviewed_at = statement_timestamp(), reviewed_by_province_id = $4, reviewed_by_id = $5,
        review_verdict = $3, review_note = $6, version = version + 1,
        status = CASE WHEN $3 = 'UNJUSTIFIED' AND statement_timestamp() < valid_to THEN 'REVOKED' ELSE status END,
        revoked_at = CASE WHEN $3 = 'UNJUSTIFIED' AND status = 'GRANTED' AND statement_timestamp() < valid_to
          THEN statement_timestamp() ELSE revoked_at END
      WHERE province_id = $1 AND id = $2 AND is_break_glass AND reviewed_at IS NULL
      RETURNING *)
    SELECT ${COLUMNS} FROM g ${JOINED}`,
};

const HAS_OVERDUE = {
  name: 'dossier_overdue_reviews',
  text: `SELECT EXISTS (SELECT FROM access_grants g
    WHERE g.staff_province_id = $1 AND g.staff_id = $2 AND ${IS_OVERDUE}) AS "isOverdue"`,
};

// A request is visible to who made it, to the custodian of the serving organisation and, where that custodian made it, to
// who decides in the organisation above; never merely above. Break-glass is the auditor's business, too.
const LIST = {
  name: 'dossier_list_grants',
  text: `SELECT ${COLUMNS} FROM access_grants g ${JOINED}
    WHERE ($1 = 0 OR g.province_id = $1)
      AND ((g.staff_province_id = $2 AND g.staff_id = $3) OR ($4 AND a.organisation_id = $5)
        OR (g.needs_superior AND a.organisation_id = ANY ($9::int[])) OR ($10::text IS NOT NULL AND $11))
      AND ($6::text IS NULL OR ${STATUS} = $6) AND ($7::bigint IS NULL OR g.id < $7)
      AND CASE $10 WHEN 'ALL' THEN g.is_break_glass WHEN 'OVERDUE' THEN ${IS_OVERDUE}
        WHEN 'PENDING' THEN g.is_break_glass AND g.reviewed_at IS NULL
        WHEN 'DONE' THEN g.is_break_glass AND g.reviewed_at IS NOT NULL ELSE true END
    ORDER BY g.id DESC LIMIT $8`,
};

/** Makes concurrent requests of one person wait for each other, until the transaction ends. */
export async function lockRequester(session: Session, viewer: Viewer): Promise<void> {
  await session.query(LOCK_REQUESTER, [`${viewer.staffProvinceId}:${viewer.staffId}`]);
}

/** What a request about the account is judged by; null where the account is not in scope. */
export async function readRequestFacts(
  session: Session,
  { provinceId, accountId }: AccountKey,
  { staffProvinceId, staffId }: Viewer,
  sections: readonly Section[],
): Promise<RequestFacts | null> {
  const values = [provinceId, accountId, staffProvinceId, staffId, sections];
  const [row] = await session.query<RequestFacts>(FACTS, values);
  return row ?? null;
}

/** Writes a request. */
export async function insertRequest(
  session: Session,
  { provinceId, accountId, purpose, sections, hours, needsSuperior }: NewRequest,
  { staffProvinceId, staffId, name, organisationId }: Viewer,
): Promise<AccessGrantRow> {
  const by = [staffProvinceId, staffId, name, organisationId];
  const values = [provinceId, accountId, ...by, purpose, sections, hours, needsSuperior];
  return (await session.query<AccessGrantRow>(INSERT, values))[0];
}

/** A grant in scope, or null. */
export async function findGrant(
  session: Session,
  provinceId: number,
  id: number,
): Promise<AccessGrantRow | null> {
  const [row] = await session.query<AccessGrantRow>(FIND, [provinceId, id]);
  return row ?? null;
}

/** Decides a request that is still undecided, from now on by the database's clock; null where it no longer is. */
export async function decideGrant(
  session: Session,
  { provinceId, id }: AccessGrantRow,
  decision: { status: 'GRANTED' | 'REFUSED'; reason: string | null; hours: number | null },
  { staffProvinceId, staffId }: Viewer,
): Promise<AccessGrantRow | null> {
  const { status, reason, hours } = decision;
  const values = [provinceId, id, status, staffProvinceId, staffId, reason, hours];
  const [row] = await session.query<AccessGrantRow>(DECIDE, values);
  return row ?? null;
}

/** Ends a request or live grant; null where it has ended already. */
export async function revokeGrant(
  session: Session,
  { provinceId, id }: AccessGrantRow,
  reason: string,
): Promise<AccessGrantRow | null> {
  const [row] = await session.query<AccessGrantRow>(REVOKE, [provinceId, id, reason]);
  return row ?? null;
}

/** Opens sections at once, undecided, and raises the alert; to be reviewed within so many working days. */
export async function insertBreakGlass(
  session: Session,
  { provinceId, accountId, purpose, sections, hours, needsSuperior }: NewRequest,
  reviewDays: number,
  { staffProvinceId, staffId, name, organisationId }: Viewer,
): Promise<AccessGrantRow> {
  const by = [staffProvinceId, staffId, name, organisationId];
  const values = [provinceId, accountId, ...by, purpose, sections, needsSuperior, hours, reviewDays];
  return (await session.query<AccessGrantRow>(BREAK_GLASS, values))[0];
}

/** Reviews a break-glass access; null where it is reviewed already. */
export async function reviewGrant(
  session: Session,
  { provinceId, id }: AccessGrantRow,
  { verdict, note }: { verdict: BreakGlassVerdict; note: string },
  { staffProvinceId, staffId }: Viewer,
): Promise<AccessGrantRow | null> {
  const values = [provinceId, id, verdict, staffProvinceId, staffId, note];
  const [row] = await session.query<AccessGrantRow>(REVIEW, values);
  return row ?? null;
}

/** Whether a break-glass access of the viewer waits for its review past the time. */
export async function hasOverdueReview(
  session: Session,
  { staffProvinceId, staffId }: Viewer,
): Promise<boolean> {
  const [{ isOverdue }] = await session.query<{ isOverdue: boolean }>(HAS_OVERDUE, [
    staffProvinceId,
    staffId,
  ]);
  return isOverdue;
}

/** The grants the viewer may know of, newest first; `below` are the organisations for whose custodians one decides. */
export function listGrants(
  session: Session,
  viewer: Viewer,
  below: readonly number[],
  query: GrantQuery,
): Promise<AccessGrantRow[]> {
  const { staffProvinceId, staffId, organisationId, roles, scope } = viewer;
  const who = [scope.provinceId, staffProvinceId, staffId, roles.includes(Role.CUSTODIAN), organisationId];
  const { status, before, limit, breakGlass } = query;
  return session.query(LIST, [
    ...[...who, status, before, limit],
    ...[below, breakGlass, roles.includes(Role.AUDITOR)],
  ]);
}
