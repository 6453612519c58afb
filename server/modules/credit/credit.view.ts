import type { RequestContext } from '../../context/request-context';
import type { KeyAccount } from '../accounts/accounts.module';
import { AccountCredit } from './account-credit.type';
import { creditBySubject, paymentsBySubject } from './credit.loaders';
import { Payment } from './payment.type';

/** Section 7 of an account; two statements for any number of accounts, each when asked for. */
export function accountCredit({ subject }: KeyAccount, { loaders }: RequestContext): AccountCredit {
  return new AccountCredit(subject, {
    kept: () => loaders.of(creditBySubject).load(subject),
    payments: async () =>
      (await loaders.of(paymentsBySubject).load(subject)).map((row) => new Payment(subject, row)),
  });
}
