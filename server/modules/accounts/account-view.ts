import type { RequestContext } from '../../context/request-context';
import type { OrganisationDirectory, OrganisationTree } from '../organisations/organisations.module';
import { Account, type AccountRow } from './account.type';
import type { Industries, IndustryCatalogue } from './industry-catalogue';

/** Makes the graph's accounts of one request from rows, without SQL. */
export class AccountView {
  constructor(
    private readonly context: Pick<RequestContext, 'subjects'>,
    private readonly tree: OrganisationTree,
    private readonly industries: Industries,
  ) {}

  /** The account of a row. Throws where its organisation is missing from today's tree: a broken tree must not pass. */
  accountOf(row: AccountRow): Account {
    const organisation = this.tree.byId(row.organisationId);
    if (!organisation)
      throw new Error(`organisation ${row.organisationId} serves accounts but is not in the tree`);
    return new Account(
      row,
      this.context.subjects.of(row),
      organisation,
      this.industries.of(row.industryScheme, row.industryCode),
    );
  }
}

/** Makes views; one per process. */
export class AccountViews {
  constructor(
    private readonly directory: OrganisationDirectory,
    private readonly catalogue: IndustryCatalogue,
  ) {}

  /** The view of a request. Take it once per list, then turn rows into accounts synchronously. */
  async of(context: Pick<RequestContext, 'subjects'>): Promise<AccountView> {
    const [tree, industries] = await Promise.all([this.directory.tree(), this.catalogue.industries()]);
    return new AccountView(context, tree, industries);
  }
}
