/** What other modules may use of credit (Article 17-1-7, item 七); its workflows come later. */
export { AccountCredit } from './account-credit.type';
export { CREDIT_LEVELS, type CreditRow, type PaymentRow } from './credit';
export { creditBySubject, paymentsBySubject } from './credit.loaders';
export { accountCredit } from './credit.view';
export { readCredits, readPayments } from './credit.repository';
