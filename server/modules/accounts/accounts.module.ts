/** What other modules may use of accounts. */
export { Account, type AccountRow } from './account.type';
export { AccountCategory, AccountStatus, Grade } from './account-enums';
export { AccountView, AccountViews } from './account-view';
export { Industry } from './industry.type';
export { CURRENT_SCHEME, Industries, IndustryCatalogue } from './industry-catalogue';
