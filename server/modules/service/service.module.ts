import type { LoaderKind } from '../../context/loaders';
import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import type { AccountKey } from '../accounts/accounts.module';
import { CloseTicket } from './mutations/close-ticket';
import { OpenTicket } from './mutations/open-ticket';
import { TicketsResolver } from './tickets.resolver';
import { TicketService } from './tickets.service';

/** What other modules may use of service: sections 4 and 6 of dossiers (Articles 17-1-4 and 17-1-6). */
export { AccountRecords } from './account-records.type';
export { AccountService } from './account-service.type';
export { accountRecords, accountService } from './service.view';
export { readComplaints, readHandlings, readPickups, readServices, readVisits } from './records.repository';
export type { ComplaintRow, HandlingRow, PickupRow, ServiceRow, VisitRow } from './records';

/** What service is composed of. */
export interface ServiceParts {
  database: Database;
  accountByKey: LoaderKind<AccountKey, object | null>;
  /** Throws where a text, by field, holds personal data that must not be kept. */
  refuseText: (texts: Record<string, string>) => void;
}

/** Service of key accounts: today the tickets of the call centre, and what dossiers show of service. */
export function serviceModule({ database, accountByKey, refuseText }: ServiceParts): GraphModule {
  const tickets = new TicketService(database, refuseText);
  return {
    resolvers: [
      new TicketsResolver(tickets, accountByKey),
      new OpenTicket(tickets),
      new CloseTicket(tickets),
    ],
  };
}
