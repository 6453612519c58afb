import type { Subjects } from '../../authz/subject';
import type { StaffMember } from '../identity/identity.module';
import type { OrganisationDirectory, OrganisationTree } from '../organisations/organisations.module';
import type { Industries } from './industries';
import type { IndustryCatalogue } from './industry-catalogue.service';
import { type AccountRow, KeyAccount } from './key-account';

/** Makes the graph's accounts of one request from rows, without SQL. */
export class AccountView {
  constructor(
    private readonly subjects: Subjects,
    private readonly tree: OrganisationTree,
    private readonly industries: Industries,
  ) {}

  /**
   * The account of a row, with its manager where already read. Throws where its organisation is missing from today's
   * tree: a broken tree must not pass.
   */
  accountOf(row: AccountRow, manager?: StaffMember | null): KeyAccount {
    const organisation = this.tree.byId(row.organisationId);
    if (!organisation)
      throw new Error(`organisation ${row.organisationId} serves accounts but is not in the tree`);
    const industry = this.industries.of(row.industryScheme, row.industryCode);
    return new KeyAccount(row, this.subjects.of(row), organisation, industry, manager);
  }
}

/** Makes views; one per process. */
export class AccountViews {
  constructor(
    private readonly directory: OrganisationDirectory,
    private readonly catalogue: IndustryCatalogue,
  ) {}

  /** The view of a request. Take it once per list, then turn rows into accounts synchronously. */
  async of({ subjects }: { subjects: Subjects }): Promise<AccountView> {
    const [tree, industries] = await Promise.all([this.directory.tree(), this.catalogue.industries()]);
    return new AccountView(subjects, tree, industries);
  }
}
