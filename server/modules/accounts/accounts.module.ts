/** What other modules may use of accounts. */
export { Account } from './account.type';
export { AccountCategory, AccountStatus, Grade } from './account-enums';
export { AccountView, AccountViews } from './account-views.service';
export { CURRENT_SCHEME, Industries } from './industries';
export { Industry } from './industry.type';
export { IndustryCatalogue } from './industry-catalogue.service';
export { KeyAccount, type AccountRow } from './key-account';
