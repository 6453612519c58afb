import type { Viewer } from '../../authz/viewer';
import type { DataKey, DataKeys } from '../../db/data-keys';
import type { Database } from '../../db/database';
import type { Scope } from '../../db/scope';
import { boundedText, optionalText } from './bounded-text';
import type { AccountKey, BasicValues, ContactValues, KeyPersonValues } from './dossier-values';
import { notAPerson, notFound, notServingCustodian } from './dossier.errors';
import { findServedAccount, writeBasics, writeContacts } from './dossier.repository';
import { personChanges, writePerson } from './entry/key-person-entry.repository';
import { touchSections } from './entry/section-states.repository';
import { keyPersonRow } from './key-person-row';
import { refusePersonalData } from './personal-data';
import { insertKeyPersons, takeKeyPersonIds } from './key-persons.repository';

/** One person to be entered, or replaced where `keyPersonId` is given. */
export interface KeyPersonEntry extends AccountKey {
  keyPersonId: number | null;
  /** Needed with `keyPersonId`. */
  expectedVersion: number | null;
  values: KeyPersonValues;
}

/** Entry of dossiers by the designated custodian (Article 19), and in bulk by the platform itself. */
export class DossierService {
  constructor(
    private readonly database: Database,
    private readonly keys: DataKeys,
  ) {}

  /** Enters or replaces one key person. Answers no values: who enters them may still not read them. */
  async saveKeyPerson(viewer: Viewer, entry: KeyPersonEntry): Promise<{ id: number; version: number }> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const values = checked(entry.values);
    // The serving organisation is of the account's province: no key is made for any other.
    if (viewer.scope.provinceId !== entry.provinceId)
      throw viewer.scope.level === 0 ? notServingCustodian() : notFound('accountId');
    const key = liveKeyOf(await this.keys.live([entry.provinceId]), entry.provinceId);
    return this.database.transaction(viewer.scope, async (session) => {
      const served = await findServedAccount(session, entry);
      if (!served) throw notFound('accountId');
      if (served.organisationId !== viewer.organisationId) throw notServingCustodian();
      await touchSections(session, [entry], ['KEY_PERSONS']);
      const { provinceId, accountId, keyPersonId } = entry;
      const expectedVersion = entry.expectedVersion ?? 0;
      const account = { provinceId, accountId };
      const person = {
        account,
        keyPersonId,
        expectedVersion,
        changes: personChanges(values),
        proposalId: null,
      };
      return writePerson(session, { keys: this.keys, key }, person, viewer);
    });
  }

  /**
   * Adds key persons in bulk; for the platform's own work (seeding), which answers for the right to do so. All or none:
   * NOT_FOUND where an account is not in the scope, PERSONAL_DATA_REFUSED as by hand. Returns their ids in order.
   */
  async saveKeyPersons(scope: Scope, persons: readonly (AccountKey & KeyPersonValues)[]): Promise<number[]> {
    for (const { name, position, family, homeAddress, hobbies } of persons)
      refusePersonalData({ name, position, family, homeAddress, hobbies });
    const keys = await this.keys.live(persons.map(({ provinceId }) => provinceId));
    return this.database.transaction(scope, async (session) => {
      const ids = await takeKeyPersonIds(session, persons.length);
      const rows = persons.map((person, at) =>
        keyPersonRow(this.keys, liveKeyOf(keys, person.provinceId), person, ids[at], person),
      );
      if ((await insertKeyPersons(session, rows)) !== persons.length) throw notFound('accountId');
      await touchSections(session, persons, ['KEY_PERSONS']);
      return ids;
    });
  }

  /** Writes section 1 of many accounts, replacing what is there; see saveKeyPersons for whom this is. */
  async saveBasics(scope: Scope, basics: readonly (AccountKey & BasicValues)[]): Promise<void> {
    await this.database.transaction(scope, async (session) => {
      if ((await writeBasics(session, basics)) !== basics.length) throw notFound('accountId');
      await touchSections(session, basics, ['BASIC', 'BASIC_FINANCE']);
    });
  }

  /** Writes section 2 of many accounts, replacing what is there; see saveKeyPersons for whom this is. */
  async saveContacts(scope: Scope, contacts: readonly (AccountKey & ContactValues)[]): Promise<void> {
    await this.database.transaction(scope, async (session) => {
      if ((await writeContacts(session, contacts)) !== contacts.length) throw notFound('accountId');
      await touchSections(session, contacts, ['CONTACT']);
    });
  }
}

function liveKeyOf(keys: Map<number, DataKey>, provinceId: number): DataKey {
  const key = keys.get(provinceId);
  if (!key) throw new Error(`province ${provinceId} has no live data key`);
  return key;
}

function checked(values: KeyPersonValues): KeyPersonValues {
  const { name, position, family, homeAddress, hobbies, lawfulBasis } = values;
  refusePersonalData({ name, position, family, homeAddress, hobbies });
  return {
    name: boundedText('name', values.name, 1, 100),
    position: optionalText('position', values.position, 100),
    isDecisionMaker: values.isDecisionMaker,
    family: optionalText('family', values.family, 2000),
    homeAddress: optionalText('homeAddress', values.homeAddress, 500),
    hobbies: optionalText('hobbies', values.hobbies, 2000),
    lawfulBasis,
  };
}
