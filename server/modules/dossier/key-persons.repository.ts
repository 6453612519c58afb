import type { WrappedKey } from '../../db/data-keys';
import type { Session } from '../../db/database';
import type { AccountKey } from './dossier-values';
import { keyColumns } from './dossier.repository';
import type { SealedKeyPerson } from './key-person-cipher';

/** A key person as kept: ciphertext, with the wrapped key that opens it. */
export type KeyPersonRow = AccountKey & SealedKeyPerson & WrappedKey & { id: number; version: number };

/** A key person to be written. */
export type NewKeyPersonRow = AccountKey & SealedKeyPerson & { id: number; keyId: number; nameIndex: string };

/** Whose grant opens section 3. */
export interface Holder {
  staffProvinceId: number;
  staffId: number;
}

// Nobody reads section 3 by right. The gate has asked for a grant already; the statement asks again, so that no
// mistake elsewhere and no grant that ended meanwhile brings a value out of the table.
const HELD = {
  name: 'dossier_key_persons',
  text: `SELECT asked.province_id AS "provinceId", asked.account_id AS "accountId", p.id, p.key_id AS "keyId",
      k.wrapped_key AS wrapped, p.name, p.position, p.is_decision_maker AS "isDecisionMaker", p.family,
      p.home_address AS "homeAddress", p.hobbies, p.lawful_basis AS "lawfulBasis",
      p.version
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    LEFT JOIN key_persons p ON p.province_id = asked.province_id AND p.account_id = asked.account_id
    LEFT JOIN data_keys k ON k.province_id = p.province_id AND k.id = p.key_id
    WHERE EXISTS (SELECT FROM access_grants g
      WHERE g.province_id = asked.province_id AND g.account_id = asked.account_id
        AND g.staff_province_id = $3 AND g.staff_id = $4 AND g.status = 'GRANTED' AND 'KEY_PERSONS' = ANY (g.sections)
        AND g.valid_from <= statement_timestamp() AND statement_timestamp() < g.valid_to)
    ORDER BY p.id`,
};

const TAKE_IDS = {
  name: 'dossier_take_key_person_ids',
  text: `SELECT nextval('key_persons_id_seq') AS id FROM generate_series(1, $1)`,
};

const INSERT = {
  name: 'dossier_insert_key_persons',
  text: `INSERT INTO key_persons (province_id, id, account_id, city_id, unit_id, key_id, name, position,
      is_decision_maker, family, home_address, hobbies, lawful_basis, name_index)
    SELECT a.province_id, p.id, a.id, a.city_id, a.unit_id, p.key_id, p.name, p.position, p.is_decision_maker, p.family,
      p.home_address, p.hobbies, p.lawful_basis, p.name_index
    FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::int[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bytea[],
      $9::bytea[], $10::bytea[], $11::text[], $12::text[]) AS p (province_id, account_id, id, key_id, name, position,
      is_decision_maker, family, home_address, hobbies, lawful_basis, name_index)
    JOIN accounts a ON a.province_id = p.province_id AND a.id = p.account_id
    RETURNING id`,
};

const UPDATE = {
  name: 'dossier_update_key_person',
  text: `UPDATE key_persons SET key_id = $5, name = $6, position = $7, is_decision_maker = $8, family = $9,
      home_address = $10, hobbies = $11, lawful_basis = $12, name_index = $13, version = version + 1, updated_at = now()
    WHERE province_id = $1 AND account_id = $2 AND id = $3 AND version = $4 RETURNING version`,
};

/**
 * The key persons of the accounts for which the holder has a live grant, in one statement; an account under a grant but
 * without persons has a row whose `id` is null, one without a grant has none.
 */
export function readHeldKeyPersons(
  session: Session,
  accounts: readonly AccountKey[],
  { staffProvinceId, staffId }: Holder,
): Promise<(KeyPersonRow | (AccountKey & { id: null }))[]> {
  return session.query(HELD, [...keyColumns(accounts), staffProvinceId, staffId]);
}

const ONE = {
  name: 'dossier_key_person',
  text: `SELECT p.province_id AS "provinceId", p.account_id AS "accountId", p.id, p.key_id AS "keyId",
      k.wrapped_key AS wrapped, p.name, p.position, p.is_decision_maker AS "isDecisionMaker", p.family,
      p.home_address AS "homeAddress", p.hobbies, p.lawful_basis AS "lawfulBasis", p.version
    FROM key_persons p JOIN data_keys k ON k.province_id = p.province_id AND k.id = p.key_id
    WHERE p.province_id = $1 AND p.account_id = $2 AND p.id = $3 FOR UPDATE OF p`,
};

/** A person about to be replaced, locked; null where there is none. For entry alone: what it holds leaves to nobody. */
export async function readKeyPerson(
  session: Session,
  { provinceId, accountId }: AccountKey,
  id: number,
): Promise<KeyPersonRow | null> {
  const [row] = await session.query<KeyPersonRow>(ONE, [provinceId, accountId, id]);
  return row ?? null;
}

/** New ids, taken before the rows exist because their ciphertext is bound to them. */
export async function takeKeyPersonIds(session: Session, count: number): Promise<number[]> {
  return (await session.query<{ id: number }>(TAKE_IDS, [count])).map(({ id }) => id);
}

/** Adds key persons in one statement; answers how many of their accounts were in scope. */
export async function insertKeyPersons(
  session: Session,
  persons: readonly NewKeyPersonRow[],
): Promise<number> {
  const inserted = await session.query(INSERT, [
    ...keyColumns(persons),
    persons.map(({ id }) => id),
    persons.map(({ keyId }) => keyId),
    persons.map(({ name }) => name),
    persons.map(({ position }) => position),
    persons.map(({ isDecisionMaker }) => isDecisionMaker),
    persons.map(({ family }) => family),
    persons.map(({ homeAddress }) => homeAddress),
    persons.map(({ hobbies }) => hobbies),
    persons.map(({ lawfulBasis }) => lawfulBasis),
    persons.map(({ nameIndex }) => nameIndex),
  ]);
  return inserted.length;
}

/** Replaces a person where the version is still the expected one; the new version, or null where it is not. */
export async function updateKeyPerson(
  session: Session,
  person: NewKeyPersonRow,
  expectedVersion: number,
): Promise<number | null> {
  const [row] = await session.query<{ version: number }>(UPDATE, [
    person.provinceId,
    person.accountId,
    person.id,
    expectedVersion,
    person.keyId,
    person.name,
    person.position,
    person.isDecisionMaker,
    person.family,
    person.homeAddress,
    person.hobbies,
    person.lawfulBasis,
    person.nameIndex,
  ]);
  return row?.version ?? null;
}
