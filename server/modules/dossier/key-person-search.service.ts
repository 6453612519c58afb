import type { AccountPlace } from '../../authz/subject';
import type { Viewer } from '../../authz/viewer';
import type { DataKeys } from '../../db/data-keys';
import type { Session } from '../../db/database';
import { boundedText } from './bounded-text';
import { notAPerson } from './dossier.errors';
import type { AccountKey } from './dossier-values';
import { nameIndex } from './key-person-row';
import { readHeldAccounts, readNamed } from './key-person-search.repository';

/** Finds key persons by blind index. It decides nothing: what it is to search must have been cleared and registered. */
export class KeyPersonSearch {
  constructor(private readonly keys: DataKeys) {}

  /** The accounts whose section 3 the viewer holds a live grant for; FORBIDDEN for a service token. */
  async held(session: Session, viewer: Viewer): Promise<AccountPlace[]> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    return readHeldAccounts(session, viewer);
  }

  /** Who of these accounts bears exactly this name; BAD_USER_INPUT where it is none. */
  async named(
    session: Session,
    accounts: readonly AccountKey[],
    name: string,
  ): Promise<(AccountKey & { id: number })[]> {
    const wanted = boundedText('name', name, 1, 100);
    const indexes = accounts.map(({ provinceId }) => nameIndex(this.keys, provinceId, wanted));
    return readNamed(session, accounts, indexes);
  }
}
