import type { Viewer } from '../../../authz/viewer';
import type { DataKey, DataKeys } from '../../../db/data-keys';
import type { Session } from '../../../db/database';
import { changedMeanwhile } from '../dossier.errors';
import type { AccountKey, KeyPersonValues } from '../dossier-values';
import { unsealKeyPerson } from '../key-person-cipher';
import { keyPersonRow } from '../key-person-row';
import { LawfulBasis } from '../lawful-basis';
import {
  insertKeyPersons,
  readKeyPerson,
  takeKeyPersonIds,
  updateKeyPerson,
} from '../key-persons.repository';
import { recordChanges } from './dossier-changes.repository';
import type { Changes } from './entry-fields';
import { basisMissing } from './entry.errors';

/** A person to be written. */
export interface PersonEntry {
  account: AccountKey;
  /** null for a new one. */
  keyPersonId: number | null;
  /** null where the section's version was checked instead. */
  expectedVersion: number | null;
  changes: Changes;
  proposalId: number | null;
}

const NOBODY: KeyPersonValues = {
  name: '',
  position: null,
  isDecisionMaker: null,
  family: null,
  homeAddress: null,
  hobbies: null,
  lawfulBasis: null,
};

/** The values of a person by field, in text. */
export function personChanges({ isDecisionMaker, ...texts }: KeyPersonValues): Changes {
  return { ...texts, isDecisionMaker: isDecisionMaker === null ? null : String(isDecisionMaker) };
}

/**
 * Enters a person of section 3 with its history, sealed. The old values are opened here to be kept, and leave to nobody.
 * An id that is not there and a version that has passed answer alike: that a person exists is L3, too.
 */
export async function writePerson(
  session: Session,
  { keys, key }: { keys: DataKeys; key: DataKey },
  { account, keyPersonId, expectedVersion, changes, proposalId }: PersonEntry,
  by: Viewer,
): Promise<{ id: number; version: number }> {
  const known = keyPersonId === null ? null : await readKeyPerson(session, account, keyPersonId);
  if (keyPersonId !== null && !known) throw changedMeanwhile();
  const old = known ? unsealKeyPerson(keys.unwrap(known), known.id, known) : NOBODY;
  const merged = { ...personChanges(old), ...changes };
  const flag = merged.isDecisionMaker;
  const values: KeyPersonValues = {
    ...NOBODY,
    ...merged,
    name: merged.name ?? '',
    isDecisionMaker: flag === null ? null : flag === 'true',
    lawfulBasis: Object.values(LawfulBasis).find((basis) => basis === merged.lawfulBasis) ?? null,
  };
  if (values.lawfulBasis === null) throw basisMissing();
  const id = known?.id ?? (await takeKeyPersonIds(session, 1))[0];
  const row = keyPersonRow(keys, key, account, id, values);
  let version: number | null = 1;
  if (known) version = await updateKeyPerson(session, row, expectedVersion ?? known.version);
  else await insertKeyPersons(session, [row]);
  if (version === null) throw changedMeanwhile();
  const before = known ? personChanges(old) : {};
  const record = {
    account,
    section: 'KEY_PERSONS' as const,
    keyPersonId: id,
    before,
    after: changes,
    proposalId,
  };
  await recordChanges(session, record, by, key);
  return { id, version };
}
