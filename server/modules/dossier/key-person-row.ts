import type { DataKey, DataKeys } from '../../db/data-keys';
import type { AccountKey, KeyPersonValues } from './dossier-values';
import { sealKeyPerson } from './key-person-cipher';
import type { NewKeyPersonRow } from './key-persons.repository';

/** The blind index of a name: written in full or half width, with blanks or in capitals, it is the same name. */
export function nameIndex(keys: DataKeys, provinceId: number, name: string): string {
  const plain = name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  return keys.blindIndex({ table: 'key_persons', column: 'name', provinceId }, plain);
}

/** A person as the table keeps it: sealed with the key, and its name findable by whoever holds a grant. */
export function keyPersonRow(
  keys: DataKeys,
  key: DataKey,
  { provinceId, accountId }: AccountKey,
  id: number,
  values: KeyPersonValues,
): NewKeyPersonRow {
  return {
    provinceId,
    accountId,
    id,
    keyId: key.keyId,
    ...sealKeyPerson(key, id, values),
    nameIndex: nameIndex(keys, provinceId, values.name),
  };
}
