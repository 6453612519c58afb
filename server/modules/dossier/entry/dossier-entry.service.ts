import type { Viewer } from '../../../authz/viewer';
import type { DataKey, DataKeys } from '../../../db/data-keys';
import type { Database, Session } from '../../../db/database';
import { changedMeanwhile, notAPerson, notFound, notServingCustodian } from '../dossier.errors';
import type { AccountKey } from '../dossier-values';
import { recordChanges } from './dossier-changes.repository';
import { readEntryFacts } from './dossier-proposals.repository';
import { checkedEntry, type SectionEntry } from './entry-fields';
import { writePerson } from './key-person-entry.repository';
import { bumpSection } from './section-states.repository';
import { readValues, writeValues } from './section-values.repository';

/** Something to be entered where the section still has the expected version (0: never entered). */
export interface EntryOrder extends AccountKey {
  entry: SectionEntry;
  expectedVersion: number;
}

/** What became of an entry; never values. */
export interface Entered {
  version: number;
  keyPersonId: number | null;
}

/** Entry into a dossier by the designated custodian of the serving organisation (Articles 17-2 and 19). */
export class DossierEntryService {
  constructor(
    private readonly database: Database,
    readonly keys: DataKeys,
  ) {}

  /**
   * Enters some fields of one section. NOT_FOUND outside the scope, FORBIDDEN for the custodian of another organisation,
   * CONFLICT where the section was entered meanwhile. Answers alike whether or not a value differs from the old one.
   */
  async update(viewer: Viewer, { entry, expectedVersion, ...account }: EntryOrder): Promise<Entered> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const checked = checkedEntry(entry);
    const key = await this.keyFor(viewer, account, checked);
    return this.database.transaction(viewer.scope, async (session) => {
      const facts = await readEntryFacts(session, account, entry.section, viewer);
      if (!facts) throw notFound('accountId');
      if (facts.organisationId !== viewer.organisationId) throw notServingCustodian();
      return this.apply(
        session,
        { ...account, entry: checked, expectedVersion },
        { by: viewer, key, proposalId: null },
      );
    });
  }

  /** The key that section 3 is sealed with, made before the transaction; null for the others. */
  async keyFor(
    viewer: Viewer,
    { provinceId }: AccountKey,
    { section }: SectionEntry,
  ): Promise<DataKey | null> {
    if (section !== 'KEY_PERSONS') return null;
    // The serving organisation and its team are of the account's province: no key is made for any other.
    if (viewer.scope.provinceId !== provinceId)
      throw viewer.scope.level === 0 ? notServingCustodian() : notFound('accountId');
    return (await this.keys.live([provinceId])).get(provinceId) ?? null;
  }

  /** Writes a checked entry with its history in the transaction that is given. */
  async apply(
    session: Session,
    { entry, expectedVersion, provinceId, accountId }: EntryOrder,
    { by, key, proposalId }: { by: Viewer; key: DataKey | null; proposalId: number | null },
  ): Promise<Entered> {
    const account = { provinceId, accountId };
    const { section, keyPersonId, changes } = entry;
    const version = await bumpSection(session, account, section, expectedVersion);
    if (version === null) throw changedMeanwhile();
    if (section === 'KEY_PERSONS') {
      if (!key) throw new Error(`province ${provinceId} has no live data key`);
      const person = { account, keyPersonId, expectedVersion: null, changes, proposalId };
      const { id } = await writePerson(session, { keys: this.keys, key }, person, by);
      return { version, keyPersonId: id };
    }
    const before = await readValues(session, account, section);
    await writeValues(session, account, section, changes);
    // As they are kept now: an amount may be written in several ways.
    const kept = await readValues(session, account, section);
    const after = Object.fromEntries(Object.keys(changes).map((field) => [field, kept[field] ?? null]));
    await recordChanges(
      session,
      { account, section, keyPersonId: null, before, after, proposalId },
      by,
      null,
    );
    return { version, keyPersonId: null };
  }
}
