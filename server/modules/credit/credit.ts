import type { AccountKey } from '../accounts/accounts.module';

/** Levels of credit, best first (item 七). */
export const CREDIT_LEVELS = ['AAA', 'AA', 'A', 'B', 'C', 'D'] as const;
export type Level = (typeof CREDIT_LEVELS)[number];

/** Section 7 as kept (Article 17-1-7); the limit in fen. */
export interface CreditRow extends AccountKey {
  level: Level;
  arrearsLimit: number;
  returnCycleDays: number;
}

/** A payment that came in; fen. */
export interface PaymentRow extends AccountKey {
  paidOn: string;
  month: string;
  amount: number;
}
