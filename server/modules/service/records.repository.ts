import type { Session } from '../../db/database';
import { accountColumns, type AccountKey } from '../accounts/accounts.module';
import type { ComplaintRow, HandlingRow, PickupRow, ServiceRow, VisitRow } from './records';

const SERVICES = {
  name: 'service_of_accounts',
  text: `SELECT s.province_id AS "provinceId", s.account_id AS "accountId", s.responsible_person AS "responsiblePerson",
      s.service_mode AS "serviceMode"
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    JOIN account_services s ON s.province_id = asked.province_id AND s.account_id = asked.account_id`,
};

/** Newest first, at most 100 of an account: an answer stays of a size, and the rest is for exports. */
const newest = (table: string, columns: string): { name: string; text: string } => ({
  name: `service_${table}`,
  text: `SELECT asked.province_id AS "provinceId", asked.account_id AS "accountId", r.*
    FROM unnest($1::int[], $2::bigint[]) WITH ORDINALITY AS asked (province_id, account_id, n)
    CROSS JOIN LATERAL (SELECT t.id, t.at, t.staff_name AS "staffName", ${columns} FROM ${table} t
      WHERE t.province_id = asked.province_id AND t.account_id = asked.account_id
      ORDER BY t.at DESC, t.id DESC LIMIT 100) r
    ORDER BY asked.n, r.at DESC, r.id DESC`,
});

const PICKUPS = newest('pickups', 't.line, t.pieces, t.note');
const VISITS = newest('visits', 't.contact_name AS "contactName", t.subject, t.outcome');
const COMPLAINTS = newest('complaints', 't.channel, t.subject, t.detail');

// Oldest first: as it went on.
const HANDLINGS = {
  name: 'service_handlings',
  text: `SELECT h.province_id AS "provinceId", h.account_id AS "accountId", h.id, h.at, h.staff_name AS "staffName",
      h.complaint_id AS "complaintId", h.action, h.is_final AS "isFinal"
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, complaint_id)
    JOIN handlings h ON h.province_id = asked.province_id AND h.complaint_id = asked.complaint_id
    ORDER BY h.at, h.id`,
};

/** Section 4 of each account that has an entry, in one statement. */
export function readServices(session: Session, accounts: readonly AccountKey[]): Promise<ServiceRow[]> {
  return session.query(SERVICES, accountColumns(accounts));
}

/** The newest pickups of each account, in one statement. */
export function readPickups(session: Session, accounts: readonly AccountKey[]): Promise<PickupRow[]> {
  return session.query(PICKUPS, accountColumns(accounts));
}

/** The newest visits of each account, in one statement. */
export function readVisits(session: Session, accounts: readonly AccountKey[]): Promise<VisitRow[]> {
  return session.query(VISITS, accountColumns(accounts));
}

/** The newest complaints of each account, in one statement. */
export function readComplaints(session: Session, accounts: readonly AccountKey[]): Promise<ComplaintRow[]> {
  return session.query(COMPLAINTS, accountColumns(accounts));
}

/** What was done about each of the complaints, in one statement. */
export function readHandlings(
  session: Session,
  complaints: readonly Pick<ComplaintRow, 'provinceId' | 'id'>[],
): Promise<HandlingRow[]> {
  return session.query(HANDLINGS, [
    complaints.map(({ provinceId }) => provinceId),
    complaints.map(({ id }) => id),
  ]);
}
