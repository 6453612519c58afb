import type { Viewer } from '../../../authz/viewer';
import type { DataKeys } from '../../../db/data-keys';
import type { Session } from '../../../db/database';
import type { AccountKey } from '../dossier-values';
import type { DossierChangeRow } from './dossier-change';
import { listChanges } from './dossier-changes.repository';
import type { EntrySection } from './entry-fields';
import { readStaleSections, type StaleSection } from './section-states.repository';

/** Reading how dossiers were kept up (Article 17-2): history and what is due. */
export class DossierUpkeepService {
  constructor(private readonly keys: DataKeys) {}

  /** The history of a section, newest first. Ask after clearance only. */
  history(
    session: Session,
    viewer: Viewer,
    account: AccountKey,
    section: EntrySection,
    page: { before: number | null; limit: number },
  ): Promise<DossierChangeRow[]> {
    return listChanges(session, this.keys, viewer, account, section, page.before, page.limit);
  }

  /** Stale sections whose steward the viewer is. */
  async stale(
    session: Session,
    viewer: Viewer,
    page: { after: readonly [number, number]; limit: number },
  ): Promise<StaleSection[]> {
    return viewer.kind === 'STAFF' ? readStaleSections(session, viewer, page.after, page.limit) : [];
  }
}
