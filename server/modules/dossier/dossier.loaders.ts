import DataLoader from 'dataloader';
import type { Subject } from '../../authz/subject';
import type { LoaderKind } from '../../context/loaders';
import type { DataKey, DataKeys, WrappedKey } from '../../db/data-keys';
import type { AccountKey, BasicValues, ContactValues } from './dossier-values';
import { readBasics, readContacts } from './dossier.repository';
import { unsealKeyPerson } from './key-person-cipher';
import { KeyPerson } from './key-person.type';
import { readHeldKeyPersons, type KeyPersonRow } from './key-persons.repository';

/** Section 1 by account; null where nothing was entered. Ask after clearance only. */
export const basicBySubject: LoaderKind<Subject, BasicValues | null> = ({ session }) =>
  new DataLoader(async (subjects) => inOrder(subjects, await readBasics(session, subjects)));

/** Section 2 by account; null where nothing was entered. Ask after clearance only. */
export const contactBySubject: LoaderKind<Subject, ContactValues | null> = ({ session }) =>
  new DataLoader(async (subjects) => inOrder(subjects, await readContacts(session, subjects)));

/**
 * Section 3 by account, decrypted; null where the viewer's grant has ended since the clearance. A ciphertext that does
 * not belong where it stands fails its account and no other.
 */
export const keyPersonsBySubject = (keys: DataKeys): LoaderKind<Subject, KeyPerson[] | null> => {
  return ({ session, signedIn }) =>
    new DataLoader(async (subjects) => {
      const rows = grouped(await readHeldKeyPersons(session, subjects, signedIn));
      const unwrap = unwrapOnce(keys);
      return subjects.map((subject) => {
        const held = rows.get(keyOf(subject));
        if (!held) return null;
        try {
          return held.flatMap((row) => (row.id === null ? [] : [opened(unwrap(row), subject, row)]));
        } catch (error) {
          return error as Error;
        }
      });
    });
};

function opened(key: DataKey, subject: Subject, row: KeyPersonRow): KeyPerson {
  return new KeyPerson(subject, row, unsealKeyPerson(key, row.id, row));
}

/** The persons of a batch share a few keys; none is kept longer than that. */
function unwrapOnce(keys: DataKeys): (row: WrappedKey) => DataKey {
  const known = new Map<string, DataKey>();
  return (row) => {
    const name = `${row.provinceId}:${row.keyId}`;
    const key = known.get(name) ?? keys.unwrap(row);
    known.set(name, key);
    return key;
  };
}

const keyOf = ({ provinceId, accountId }: AccountKey): string => `${provinceId}:${accountId}`;

function inOrder<Row extends AccountKey>(subjects: readonly AccountKey[], rows: Row[]): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return subjects.map((subject) => byKey.get(keyOf(subject)) ?? null);
}

function grouped<Row extends AccountKey>(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
