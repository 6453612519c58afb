import type { AccountKey } from '../accounts/accounts.module';

/** What an agent of the call centre answers for: one account, for a time (Article 17-1-2). */
export interface TicketRow extends AccountKey {
  ticketId: number;
  subject: string;
  validFrom: Date;
  /** First instant after it, unless it is closed before. */
  validTo: Date;
  closedAt: Date | null;
  /** Open now, by the database's clock. */
  isOpen: boolean;
}
