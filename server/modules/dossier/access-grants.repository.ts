import type { Section } from '../../authz/sections';
import type { Viewer } from '../../authz/viewer';
import type { Session } from '../../db/database';
import type { AccessGrantRow, AccessGrantStatus } from './access-grant';
import type { AccountKey } from './dossier-values';

/** What a request is judged by. */
export interface RequestFacts {
  cityId: number;
  unitId: number;
  isOnTeam: boolean;
  /** A request or live grant of the same person covers these sections already. */
  isCovered: boolean;
}

/** A request to be written. */
export interface NewRequest extends AccountKey {
  sections: readonly Section[];
  purpose: string;
  hours: number | null;
}

/** Which grants a list is about. */
export interface GrantQuery {
  status: AccessGrantStatus | null;
  /** Only ids below this one. */
  before: number | null;
  limit: number;
}

const STATUS = `CASE WHEN g.status = 'GRANTED' AND g.valid_to <= statement_timestamp() THEN 'EXPIRED' ELSE g.status END`;

const COLUMNS = `g.province_id AS "provinceId", g.id, g.account_id AS "accountId",
  a.organisation_id AS "organisationId", g.staff_province_id AS "staffProvinceId", g.staff_id AS "staffId",
  g.staff_name AS "staffName", g.staff_organisation_id AS "staffOrganisationId", g.purpose, g.sections,
  g.requested_hours AS "requestedHours", ${STATUS} AS status, g.requested_at AS "requestedAt",
  g.valid_from AS "validFrom", g.valid_to AS "validTo", g.decided_at AS "decidedAt",
  g.decided_by_province_id AS "decidedByProvinceId", g.decided_by_id AS "decidedById",
  coalesce(g.revocation_reason, g.decision_reason) AS reason`;

const JOINED = 'JOIN accounts a ON a.province_id = g.province_id AND a.id = g.account_id';

const LOCK_REQUESTER = {
  name: 'dossier_lock_requester',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('access_grants ' || $1, 0))`,
};

const FACTS = {
  name: 'dossier_request_facts',
  text: `SELECT a.city_id AS "cityId", a.unit_id AS "unitId",
      EXISTS (SELECT FROM account_team t WHERE t.province_id = a.province_id AND t.account_id = a.id
        AND t.province_id = $3 AND t.staff_id = $4) AS "isOnTeam",
      EXISTS (SELECT FROM access_grants g WHERE g.province_id = a.province_id AND g.account_id = a.id
        AND g.staff_province_id = $3 AND g.staff_id = $4 AND g.sections @> $5::text[]
        AND ${STATUS} IN ('REQUESTED', 'GRANTED')) AS "isCovered"
    FROM accounts a WHERE a.province_id = $1 AND a.id = $2`,
};

const INSERT = {
  name: 'dossier_insert_request',
  text: `WITH g AS (
      INSERT INTO access_grants (province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name,
        staff_organisation_id, purpose, sections, requested_hours)
      SELECT a.province_id, a.id, a.city_id, a.unit_id, $3, $4, $5, $6, $7, $8::text[], $9
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

// A request is visible to who made it and, with dossier:decide-access, to the serving organisation; never merely above.
const LIST = {
  name: 'dossier_list_grants',
  text: `SELECT ${COLUMNS} FROM access_grants g ${JOINED}
    WHERE ($1 = 0 OR g.province_id = $1)
      AND ((g.staff_province_id = $2 AND g.staff_id = $3) OR ($4 AND a.organisation_id = $5))
      AND ($6::text IS NULL OR ${STATUS} = $6) AND ($7::bigint IS NULL OR g.id < $7)
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
  { provinceId, accountId, purpose, sections, hours }: NewRequest,
  { staffProvinceId, staffId, name, organisationId }: Viewer,
): Promise<AccessGrantRow> {
  const by = [staffProvinceId, staffId, name, organisationId];
  const values = [provinceId, accountId, ...by, purpose, sections, hours];
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

/** The grants the viewer may know of, newest first. */
export function listGrants(session: Session, viewer: Viewer, query: GrantQuery): Promise<AccessGrantRow[]> {
  const { staffProvinceId, staffId, organisationId, capabilities, scope } = viewer;
  const mayDecide = capabilities.has('dossier:decide-access');
  const who = [scope.provinceId, staffProvinceId, staffId, mayDecide, organisationId];
  return session.query(LIST, [...who, query.status, query.before, query.limit]);
}
