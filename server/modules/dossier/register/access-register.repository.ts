import type { Viewer } from '../../../authz/viewer';
import type { Session } from '../../../db/database';
import { isAuditor } from './register-reading';
import type { RegisterQuery, RegisterRow } from './access-register-entry';

// A custodian sees the lines about accounts that one's own organisation serves, and of those lines these accounts only.
// An account outside the scope finds nothing, although its id may stand in a line beside one inside. The purpose belongs
// to the grant: it is told to who asked, to the serving custodian and to the auditor, who judges it.
const LIST = {
  name: 'dossier_list_register',
  text: `SELECT r.province_id AS "provinceId", r.id, r.at, r.staff_province_id AS "staffProvinceId",
      r.staff_id AS "staffId", r.staff_name AS "staffName", r.staff_organisation_id AS "staffOrganisationId",
      r.staff_roles AS "staffRoles", r.token_id IS NOT NULL AS "isToken", r.outcome, r.section, r.fields,
      CASE WHEN $16 THEN r.account_ids ELSE ARRAY(SELECT a.id FROM accounts a
        WHERE a.province_id = r.province_id AND a.id = ANY (r.account_ids) AND a.organisation_id = $5 ORDER BY a.id)
      END AS "accountIds", r.city_ids AS "cityIds", r.unit_ids AS "unitIds", r.basis, r.operation_name AS "operationName",
      r.operation_hash AS "operationHash", r.request_id AS "requestId",
      CASE WHEN $16 OR (r.staff_province_id = $2 AND r.staff_id = $3) OR ($4 AND EXISTS (
        SELECT FROM access_grants g JOIN accounts a ON a.province_id = g.province_id AND a.id = g.account_id
        WHERE g.province_id = r.province_id AND g.id = r.grant_id AND a.organisation_id = $5))
      THEN r.purpose END AS purpose
    FROM access_register r
    WHERE ($1 = 0 OR r.province_id = $1)
      AND ($16 OR EXISTS (SELECT FROM accounts a
        WHERE a.province_id = r.province_id AND a.id = ANY (r.account_ids) AND a.organisation_id = $5))
      AND ($6::int IS NULL OR (r.province_id = $6 AND $7::bigint = ANY (r.account_ids)
        AND EXISTS (SELECT FROM accounts a WHERE a.province_id = $6 AND a.id = $7 AND ($16 OR a.organisation_id = $5))))
      AND ($8::int IS NULL OR (r.staff_province_id = $8 AND r.staff_id = $9 AND r.token_id IS NULL))
      AND ($10::timestamptz IS NULL OR r.at >= $10) AND ($11::timestamptz IS NULL OR r.at < $11)
      AND ($12::text IS NULL OR r.outcome = $12) AND ($13::text IS NULL OR r.section = $13)
      AND ($14::bigint IS NULL OR r.id < $14)
    ORDER BY r.id DESC LIMIT $15`,
};

/** Lines of the register in the session's scope, newest first. */
export function listRegister(session: Session, viewer: Viewer, query: RegisterQuery): Promise<RegisterRow[]> {
  const { account, staff, from, to, outcome, section, before, limit } = query;
  return session.query(LIST, [
    viewer.scope.provinceId,
    viewer.staffProvinceId,
    viewer.staffId,
    viewer.capabilities.has('dossier:decide-access'),
    viewer.organisationId,
    account?.provinceId ?? null,
    account?.accountId ?? null,
    staff?.staffProvinceId ?? null,
    staff?.staffId ?? null,
    from,
    to,
    outcome,
    section,
    before,
    limit,
    isAuditor(viewer),
  ]);
}
