import type { Viewer } from '../../authz/viewer';
import type { Session } from '../../db/database';
import type { AccountKey } from '../accounts/accounts.module';
import type { TicketRow } from './ticket';

/** Which of one's tickets a list is about. */
export interface TicketQuery {
  isOpen: boolean | null;
  /** Only ids below this one. */
  before: number | null;
  limit: number;
}

const IS_OPEN =
  't.closed_at IS NULL AND t.valid_from <= statement_timestamp() AND statement_timestamp() < t.valid_to';
const COLUMNS = `t.province_id AS "provinceId", t.account_id AS "accountId", t.id AS "ticketId", t.subject,
  t.valid_from AS "validFrom", t.valid_to AS "validTo", t.closed_at AS "closedAt", (${IS_OPEN}) AS "isOpen"`;

// One agent opens one ticket at a time, so that the limit counts.
const LOCK = {
  name: 'service_lock_agent',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('service_tickets ' || $1, 0))`,
};

const SWEEP = {
  name: 'service_close_ended',
  text: `UPDATE service_tickets t SET closed_at = t.valid_to
    WHERE t.staff_province_id = $1 AND t.staff_id = $2 AND t.closed_at IS NULL AND t.valid_to <= statement_timestamp()`,
};

const FACTS = {
  name: 'service_ticket_facts',
  text: `SELECT (SELECT count(*) FROM service_tickets t
        WHERE t.staff_province_id = $3 AND t.staff_id = $4 AND ${IS_OPEN}) AS "openCount",
      EXISTS (SELECT FROM service_tickets t WHERE t.province_id = a.province_id AND t.account_id = a.id
        AND t.staff_province_id = $3 AND t.staff_id = $4 AND ${IS_OPEN}) AS "isOpenHere"
    FROM accounts a WHERE a.province_id = $1 AND a.id = $2`,
};

const INSERT = {
  name: 'service_open_ticket',
  text: `WITH t AS (
      INSERT INTO service_tickets (province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name,
        staff_organisation_id, subject, valid_to)
      SELECT a.province_id, a.id, a.city_id, a.unit_id, $3, $4, $5, $6, $7,
        statement_timestamp() + make_interval(hours => $8)
      FROM accounts a WHERE a.province_id = $1 AND a.id = $2
      RETURNING *)
    SELECT ${COLUMNS} FROM t`,
};

const CLOSE = {
  name: 'service_close_ticket',
  text: `UPDATE service_tickets t SET closed_at = statement_timestamp()
    WHERE t.province_id = $1 AND t.id = $2 AND t.staff_province_id = $3 AND t.staff_id = $4 AND ${IS_OPEN}
    RETURNING ${COLUMNS}`,
};

const LIST = {
  name: 'service_list_tickets',
  text: `SELECT ${COLUMNS} FROM service_tickets t
    WHERE t.staff_province_id = $1 AND t.staff_id = $2 AND ($3::bigint IS NULL OR t.id < $3)
      AND ($4::boolean IS NULL OR (${IS_OPEN}) = $4)
    ORDER BY t.id DESC LIMIT $5`,
};

/** Lets one agent's openings happen one after the other until the transaction ends, and closes what has ended. */
export async function lockAgent(session: Session, { staffProvinceId, staffId }: Viewer): Promise<void> {
  await session.query(LOCK, [`${staffProvinceId}:${staffId}`]);
  await session.query(SWEEP, [staffProvinceId, staffId]);
}

/** What opening is judged by; null where the account is not in scope. */
export async function readTicketFacts(
  session: Session,
  { provinceId, accountId }: AccountKey,
  { staffProvinceId, staffId }: Viewer,
): Promise<{ openCount: number; isOpenHere: boolean } | null> {
  const [row] = await session.query<{ openCount: number; isOpenHere: boolean }>(FACTS, [
    ...[provinceId, accountId],
    ...[staffProvinceId, staffId],
  ]);
  return row ?? null;
}

/** Opens a ticket from now on. */
export async function insertTicket(
  session: Session,
  { provinceId, accountId, subject, hours }: AccountKey & { subject: string; hours: number },
  { staffProvinceId, staffId, name, organisationId }: Viewer,
): Promise<TicketRow> {
  const by = [staffProvinceId, staffId, name, organisationId];
  return (await session.query<TicketRow>(INSERT, [provinceId, accountId, ...by, subject, hours]))[0];
}

/** Closes an open ticket of the viewer; null where it is not open or not theirs. */
export async function closeTicket(
  session: Session,
  provinceId: number,
  ticketId: number,
  { staffProvinceId, staffId }: Viewer,
): Promise<TicketRow | null> {
  const [row] = await session.query<TicketRow>(CLOSE, [provinceId, ticketId, staffProvinceId, staffId]);
  return row ?? null;
}

/** The viewer's tickets, newest first. */
export function listTickets(
  session: Session,
  { staffProvinceId, staffId }: Viewer,
  { isOpen, before, limit }: TicketQuery,
): Promise<TicketRow[]> {
  return session.query(LIST, [staffProvinceId, staffId, before, isOpen, limit]);
}
