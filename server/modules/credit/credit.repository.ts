import type { Session } from '../../db/database';
import { accountColumns, type AccountKey } from '../accounts/accounts.module';
import type { CreditRow, PaymentRow } from './credit';

const CREDITS = {
  name: 'credit_of_accounts',
  text: `SELECT c.province_id AS "provinceId", c.account_id AS "accountId", c.level, c.arrears_limit AS "arrearsLimit",
      c.return_cycle_days AS "returnCycleDays"
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    JOIN account_credits c ON c.province_id = asked.province_id AND c.account_id = asked.account_id`,
};

const PAYMENTS = {
  name: 'credit_payments',
  text: `SELECT asked.province_id AS "provinceId", asked.account_id AS "accountId", r."paidOn", r.month, r.amount
    FROM unnest($1::int[], $2::bigint[]) WITH ORDINALITY AS asked (province_id, account_id, n)
    CROSS JOIN LATERAL (SELECT p.id, p.paid_on AS "paidOn", p.month, p.amount FROM payments p
      WHERE p.province_id = asked.province_id AND p.account_id = asked.account_id
      ORDER BY p.paid_on DESC, p.id DESC LIMIT 100) r
    ORDER BY asked.n, r."paidOn" DESC, r.id DESC`,
};

/** Section 7 of each account that may pay later, in one statement. */
export function readCredits(session: Session, accounts: readonly AccountKey[]): Promise<CreditRow[]> {
  return session.query(CREDITS, accountColumns(accounts));
}

/** The newest payments of each account, in one statement. */
export function readPayments(session: Session, accounts: readonly AccountKey[]): Promise<PaymentRow[]> {
  return session.query(PAYMENTS, accountColumns(accounts));
}
