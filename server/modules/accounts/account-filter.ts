import type { AccountCategory, Grade } from './account-enums';

/** What somebody wants to see of the accounts; parts that are given all have to hold. */
export interface AccountFilter {
  search?: string | null;
  organisationId?: string | null;
  organisationCode?: string | null;
  industryCode?: string | null;
  category?: AccountCategory | null;
  grade?: Grade | null;
  managerId?: string | null;
}
