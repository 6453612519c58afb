import type { Viewer } from '../../authz/viewer';
import type { Database, Session } from '../../db/database';
import { SERVICE_TICKETS } from '../../rules/rule-defaults';
import type { AccountKey } from '../accounts/accounts.module';
import type { TicketRow } from './ticket';
import {
  notAPerson,
  notFound,
  subjectLength,
  ticketExists,
  ticketOver,
  tooManyTickets,
} from './tickets.errors';
import {
  closeTicket,
  insertTicket,
  listTickets,
  lockAgent,
  readTicketFacts,
  type TicketQuery,
} from './tickets.repository';

const SUBJECT = [4, 500] as const;

/** Tickets of the call centre: what opens one account at a time to the agent who answers (Article 17-1-2, 17-1-6). */
export class TicketService {
  /** `refuseText` throws where a text holds personal data that must not be kept, by field. */
  constructor(
    private readonly database: Database,
    private readonly refuseText: (texts: Record<string, string>) => void,
  ) {}

  /**
   * Opens a ticket about one account; it ends by itself after a day. NOT_FOUND outside the viewer's scope;
   * TICKET_EXISTS where the agent has an open one about it; TOO_MANY_TICKETS over as many as may be open at once.
   */
  async open(viewer: Viewer, request: AccountKey & { subject: string }): Promise<TicketRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const subject = request.subject.trim();
    const length = [...subject].length;
    if (length < SUBJECT[0] || length > SUBJECT[1]) throw subjectLength(...SUBJECT);
    this.refuseText({ subject });
    const { hours, open } = SERVICE_TICKETS.value;
    return this.database.transaction(viewer.scope, async (session) => {
      await lockAgent(session, viewer);
      const facts = await readTicketFacts(session, request, viewer);
      if (!facts) throw notFound('accountId');
      if (facts.isOpenHere) throw ticketExists();
      if (facts.openCount >= open) throw tooManyTickets(open);
      return insertTicket(session, { ...request, subject, hours }, viewer);
    });
  }

  /** Closes one's own ticket. NOT_FOUND for anybody else's; INVALID_STATE where it is over. */
  async close(viewer: Viewer, provinceId: number, ticketId: number): Promise<TicketRow> {
    if (viewer.kind !== 'STAFF') throw notFound('ticketId');
    return this.database.transaction(viewer.scope, async (session) => {
      const closed = await closeTicket(session, provinceId, ticketId, viewer);
      if (closed) return closed;
      const [last] = await listTickets(session, viewer, { isOpen: null, before: ticketId + 1, limit: 1 });
      throw last?.ticketId === ticketId ? ticketOver() : notFound('ticketId');
    });
  }

  /** One's own tickets, newest first. */
  async list(session: Session, viewer: Viewer, query: TicketQuery): Promise<TicketRow[]> {
    return viewer.kind === 'STAFF' ? listTickets(session, viewer, query) : [];
  }
}
