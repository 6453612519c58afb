import DataLoader from 'dataloader';
import type { Subject } from '../../authz/subject';
import type { LoaderKind } from '../../context/loaders';
import { manyByAccount, oneByAccount } from '../accounts/accounts.module';
import type { CreditRow, PaymentRow } from './credit';
import { readCredits, readPayments } from './credit.repository';

/** Section 7 by account; null where it may not pay later. Ask after clearance only. */
export const creditBySubject: LoaderKind<Subject, CreditRow | null> = ({ session }) =>
  new DataLoader(async (subjects) => oneByAccount(subjects, await readCredits(session, subjects)));

/** Payments by account, newest first. Ask after clearance only. */
export const paymentsBySubject: LoaderKind<Subject, PaymentRow[]> = ({ session }) =>
  new DataLoader(async (subjects) => manyByAccount(subjects, await readPayments(session, subjects)));
