import type { Viewer } from '../../../authz/viewer';
import type { Session } from '../../../db/database';
import type { AccessAlertRow, AlertQuery } from './access-alert';
import { isAuditor } from './register-reading';

const COLUMNS = `l.province_id AS "provinceId", l.id, l.kind, l.at, l.staff_province_id AS "staffProvinceId",
  l.staff_id AS "staffId", l.staff_name AS "staffName", l.staff_organisation_id AS "staffOrganisationId",
  CASE WHEN l.account_id IS NULL THEN l.account_ids ELSE ARRAY[l.account_id] END AS "accountIds",
  l.window_from AS "windowFrom", l.detail, l.acknowledged_at AS "acknowledgedAt", l.acknowledgement`;

// A custodian's are those of the place that one's own organisation serves; an auditor's all of the scope.
const OWN = `($1 OR CASE WHEN l.unit_id <> 0 THEN l.unit_id ELSE l.city_id END = $2)`;

const LIST = {
  name: 'register_list_alerts',
  text: `SELECT ${COLUMNS} FROM access_alerts l
    WHERE ${OWN} AND ($3 = 0 OR l.province_id = $3) AND ($4::boolean IS NULL OR (l.acknowledged_at IS NOT NULL) = $4)
      AND ($5::bigint IS NULL OR l.id < $5)
    ORDER BY l.id DESC LIMIT $6`,
};

const FIND = {
  name: 'register_find_alert',
  text: `SELECT ${COLUMNS} FROM access_alerts l WHERE ${OWN} AND l.province_id = $3 AND l.id = $4`,
};

// Of two who acknowledge at once the second finds it acknowledged.
const ACKNOWLEDGE = {
  name: 'register_acknowledge_alert',
  text: `UPDATE access_alerts l SET acknowledged_at = statement_timestamp(), acknowledged_by_province_id = $3,
      acknowledged_by_id = $4, acknowledgement = $5
    WHERE l.province_id = $1 AND l.id = $2 AND l.acknowledged_at IS NULL RETURNING ${COLUMNS}`,
};

/** The alerts the viewer is told of, newest first. */
export function listAlerts(session: Session, viewer: Viewer, query: AlertQuery): Promise<AccessAlertRow[]> {
  const who = [isAuditor(viewer), viewer.organisationId, viewer.scope.provinceId];
  return session.query(LIST, [...who, query.isAcknowledged, query.before, query.limit]);
}

/** An alert the viewer is told of, or null. */
export async function findAlert(
  session: Session,
  viewer: Viewer,
  provinceId: number,
  id: number,
): Promise<AccessAlertRow | null> {
  const values = [isAuditor(viewer), viewer.organisationId, provinceId, id];
  return (await session.query<AccessAlertRow>(FIND, values))[0] ?? null;
}

/** Settles an alert; null where it is settled already. */
export async function acknowledgeAlert(
  session: Session,
  { provinceId, id }: AccessAlertRow,
  { staffProvinceId, staffId }: Viewer,
  note: string,
): Promise<AccessAlertRow | null> {
  const values = [provinceId, id, staffProvinceId, staffId, note];
  return (await session.query<AccessAlertRow>(ACKNOWLEDGE, values))[0] ?? null;
}
