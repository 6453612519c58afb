import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import type { Importer } from '../../imports/importer';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import { AccountTeamResolver } from './account-team.resolver';
import { AccountTeamService } from './account-team.service';
import { AccountViews } from './account-views.service';
import { accountsImporter } from './accounts-importer.service';
import { AccountsResolver } from './accounts.resolver';
import { AccountsService } from './accounts.service';
import { IndustryCatalogue } from './industry-catalogue.service';
import { AssignAccountTeam } from './mutations/assign-account-team';

export { AccountCategory, AccountStatus, Grade } from './account-enums';
export type { AccountFilter } from './account-filter';
export { AccountFilterInput } from './account-filter.type';
export { AccountOrder } from './account-order';
export { AccountView, AccountViews } from './account-views.service';
export { Account } from './account.type';
export {
  accountById,
  accountByKey,
  keyAccountByKey,
  managerByAccount,
  type AccountTeam,
} from './accounts.loaders';
export { ACCOUNT_COLUMNS, readAccounts, type AccountKey } from './accounts.repository';
export { accountColumns, manyByAccount, oneByAccount } from './by-account';
export type { AccountsService } from './accounts.service';
export { CURRENT_SCHEME, Industries } from './industries';
export { Industry } from './industry.type';
export { IndustryCatalogue } from './industry-catalogue.service';
export { KeyAccount, type AccountRow } from './key-account';

/** What accounts are built on. */
export interface AccountsDependencies {
  database: Database;
  directory: OrganisationDirectory;
}

/** Key accounts: finding them, who looks after them, their import. */
export function accountsModule({ database, directory }: AccountsDependencies): GraphModule & {
  views: AccountViews;
  catalogue: IndustryCatalogue;
  accounts: AccountsService;
  teams: AccountTeamService;
  importer: Importer;
} {
  const catalogue = new IndustryCatalogue(database);
  const views = new AccountViews(directory, catalogue);
  const accounts = new AccountsService(directory, catalogue);
  const teams = new AccountTeamService(database, directory);
  return {
    resolvers: [
      new AccountsResolver(accounts, views),
      new AccountTeamResolver(),
      new AssignAccountTeam(teams, views),
    ],
    views,
    catalogue,
    accounts,
    teams,
    importer: accountsImporter(catalogue),
  };
}
