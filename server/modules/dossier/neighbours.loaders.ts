import type { HasSubject } from '../../authz/subject';
import type { LoaderKind, Loaders } from '../../context/loaders';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import type { AccountKey } from './dossier-values';

/** What dossiers show of the modules below them. */
export class Neighbours {
  constructor(
    private readonly accountByKey: LoaderKind<AccountKey, HasSubject | null>,
    private readonly directory: OrganisationDirectory,
  ) {}

  /** The account, or null where it is not in the viewer's scope. */
  account(
    { loaders }: { loaders: Loaders },
    { provinceId, accountId }: AccountKey,
  ): Promise<HasSubject | null> {
    return loaders.of(this.accountByKey).load({ provinceId, accountId });
  }

  /** The organisation today, or null where it is no more. */
  async organisation(organisationId: number): Promise<object | null> {
    return (await this.directory.tree()).byId(organisationId) ?? null;
  }
}
