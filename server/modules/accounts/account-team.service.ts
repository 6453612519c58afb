import type { Viewer } from '../../authz/viewer';
import type { Database } from '../../db/database';
import { DomainError } from '../../graphql/errors';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import { readWorkplaces, replaceLeads, touchAccount } from './account-team.repository';
import { accountUnknown, sameStaff, staffUnfit } from './accounts.errors';
import { type AccountKey, readAccounts } from './accounts.repository';
import type { AccountRow } from './key-account';

/** Who is to look after an account; ids are of staff of the account's province, null for nobody. */
export interface TeamAssignment {
  managerId: number | null;
  deputyId: number | null;
  expectedVersion: number;
}

/** Naming the manager and deputy of an account (Article 11-1). */
export class AccountTeamService {
  constructor(
    private readonly database: Database,
    private readonly directory: OrganisationDirectory,
  ) {}

  /** Sets both; NOT_FOUND for an account out of scope, CONFLICT where it has changed meanwhile. */
  async assign(viewer: Viewer, key: AccountKey, assignment: TeamAssignment): Promise<AccountRow> {
    const { managerId, deputyId, expectedVersion } = assignment;
    // A bureau sees one line; who looks after the whole account is for the territorial office (Article 7).
    if (viewer.scope.line) throw new DomainError('FORBIDDEN');
    if (managerId !== null && managerId === deputyId) throw sameStaff();
    const tree = await this.directory.tree();
    return this.database.transaction(viewer.scope, async (session) => {
      const [known] = await readAccounts(session, [key]);
      if (!known) throw accountUnknown();
      const account = await touchAccount(session, key, expectedVersion);
      if (!account) throw new DomainError('CONFLICT', undefined, { field: 'expectedVersion' });
      const leads = [
        { role: 'MANAGER' as const, field: 'managerId', staffId: managerId },
        { role: 'DEPUTY' as const, field: 'deputyId', staffId: deputyId },
      ].flatMap(({ staffId, ...lead }) => (staffId === null ? [] : [{ ...lead, staffId }]));
      const workplaces = await readWorkplaces(
        session,
        key.provinceId,
        leads.map(({ staffId }) => staffId),
      );
      for (const { staffId, field } of leads) {
        const at = workplaces.get(staffId);
        const isFit =
          at !== undefined &&
          (tree.isWithin(at, account.organisationId) || tree.isWithin(account.organisationId, at));
        if (!isFit) throw staffUnfit(field);
      }
      await replaceLeads(session, account, leads);
      return account;
    });
  }
}
