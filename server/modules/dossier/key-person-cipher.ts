import { seal, unseal } from '../../db/cell-cipher';
import type { DataKey } from '../../db/data-keys';
import type { KeyPersonValues } from './dossier-values';
import type { LawfulBasis } from './lawful-basis';

/** The confidential columns of a key person, as they stand in the database. */
export interface SealedKeyPerson {
  name: Buffer;
  position: Buffer | null;
  isDecisionMaker: Buffer | null;
  family: Buffer | null;
  homeAddress: Buffer | null;
  hobbies: Buffer | null;
  /** In the clear: a word of the law. */
  lawfulBasis: LawfulBasis | null;
}

type SealedField = Exclude<keyof SealedKeyPerson, 'lawfulBasis'>;

const COLUMNS: Record<SealedField, string> = {
  name: 'name',
  position: 'position',
  isDecisionMaker: 'is_decision_maker',
  family: 'family',
  homeAddress: 'home_address',
  hobbies: 'hobbies',
};

/** Seals a person's values for row `id` of the key's province. */
export function sealKeyPerson(key: DataKey, id: number, values: KeyPersonValues): SealedKeyPerson {
  const text = (field: SealedField, value: string): Buffer =>
    seal(key.bytes, place(key, id, field), Buffer.from(value));
  const orNull = (field: SealedField, value: string | null): Buffer | null =>
    value === null ? null : text(field, value);
  // One byte either way: 'true' and 'false' would tell each other apart by length.
  const flag = values.isDecisionMaker === null ? null : values.isDecisionMaker ? '1' : '0';
  return {
    name: text('name', values.name),
    position: orNull('position', values.position),
    isDecisionMaker: orNull('isDecisionMaker', flag),
    family: orNull('family', values.family),
    homeAddress: orNull('homeAddress', values.homeAddress),
    hobbies: orNull('hobbies', values.hobbies),
    lawfulBasis: values.lawfulBasis,
  };
}

/**
 * Opens a person: the name at once, each other value when it is first read, since opening costs and few are asked for.
 * Throws CipherFault where a ciphertext was not written into this very cell.
 */
export function unsealKeyPerson(key: DataKey, id: number, sealed: SealedKeyPerson): KeyPersonValues {
  const open = (field: SealedField, bytes: Buffer): string =>
    unseal(key.bytes, place(key, id, field), bytes).toString();
  const orNull = (field: SealedField): string | null => {
    const bytes = sealed[field];
    return bytes && open(field, bytes);
  };
  const name = open('name', sealed.name);
  return {
    name,
    get position() {
      return orNull('position');
    },
    get isDecisionMaker() {
      const flag = orNull('isDecisionMaker');
      return flag === null ? null : flag === '1';
    },
    get family() {
      return orNull('family');
    },
    get homeAddress() {
      return orNull('homeAddress');
    },
    get hobbies() {
      return orNull('hobbies');
    },
    lawfulBasis: sealed.lawfulBasis,
  };
}

const place = ({ provinceId }: DataKey, rowId: number, field: SealedField) => ({
  table: 'key_persons',
  column: COLUMNS[field],
  provinceId,
  rowId,
});
