import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { tableOwner } from '../../server/cli/table-owner';
import { DataKeys } from '../../server/db/data-keys';
import { KeyRotation, type RotatedKey, type SealedTablesOwner } from '../../server/db/key-rotation';
import { sealedTables } from '../../server/db/sealed-tables';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { ACCOUNTS, CANARY, useStage } from './stage';

const stage = useStage();
const person = {
  ...{ position: null, isDecisionMaker: true, family: null, homeAddress: null, hobbies: null },
  lawfulBasis: null,
};
let director: Viewer;

beforeAll(async () => {
  director = stage.staff('000000', [Role.DIRECTOR]);
  for (const account of Object.values(ACCOUNTS)) await stage.grant(director, account, ['KEY_PERSONS']);
  const many = Array.from({ length: 1_200 }, (_, at) => ({
    ...ACCOUNTS.sz,
    ...person,
    name: `${CANARY}-${at}`,
  }));
  await stage.dossiers.saveKeyPersons(SYSTEM_SCOPE, many);
});

const rotate = (provinceId: number | null, owner?: SealedTablesOwner): Promise<RotatedKey[]> => {
  const keys = new DataKeys(stage.own, 'x'.repeat(32));
  return new KeyRotation(keys, owner ?? tableOwner(stage.database.adminUrl)).rotate(provinceId);
};
const read = async (): Promise<string> => {
  const { errors, text } = await stage.ask(
    director,
    '{ accounts { dossier { keyPersons { id name family } } } }',
  );
  expect(errors).toEqual([]);
  return text;
};
const keyIds = async (): Promise<unknown[]> =>
  stage.admin(`SELECT DISTINCT province_id AS p, key_id AS k FROM key_persons ORDER BY 1, 2`);

it('the catalogue names key persons with every column that is ciphertext', async () => {
  const tables = await stage.own.transaction(SYSTEM_SCOPE, sealedTables);
  expect(tables.find(({ table }) => table === 'key_persons')?.columns).toEqual([
    'name',
    'position',
    'is_decision_maker',
    'family',
    'home_address',
    'hobbies',
  ]);
});

it('reads as before, under new keys, the old ones gone', async () => {
  const before = await read();
  const [{ name: old }] = await stage.admin<{ name: Buffer }>('SELECT name FROM key_persons WHERE id = 1');
  expect(await rotate(2)).toMatchObject([
    { provinceId: 2, keyId: 1, rows: 1_206, isRemoved: true, faults: [] },
  ]);
  expect(await keyIds()).toEqual([
    { p: 2, k: 2 },
    { p: 3, k: 1 },
  ]); // the other province is left alone
  expect(await stage.admin('SELECT id FROM data_keys WHERE province_id = 2')).toEqual([{ id: 2 }]);
  const [{ name }] = await stage.admin<{ name: Buffer }>('SELECT name FROM key_persons WHERE id = 1');
  expect(name.equals(old)).toBe(false);
  expect(await read()).toBe(before);
});

it('cut off anywhere, goes on where it was, and everything can be read meanwhile', async () => {
  const before = await read();
  const owner = tableOwner(stage.database.adminUrl);
  let left = 6; // begin, tables, the empty history and proposals, two batches; the third never comes
  const dying: SealedTablesOwner = {
    transaction: (work) => (left-- > 0 ? owner.transaction(work) : Promise.reject(new Error('killed'))),
  };
  await expect(rotate(null, dying)).rejects.toThrow('killed');
  expect(await keyIds()).toEqual([
    { p: 2, k: 2 },
    { p: 2, k: 3 },
    { p: 3, k: 1 },
  ]);
  expect(await read()).toBe(before);
  const rest = await rotate(null);
  expect(rest.map(({ keyId, isRemoved }) => [keyId, isRemoved])).toEqual([
    [2, true],
    [1, true],
  ]);
  expect(rest[0].rows).toBeLessThan(1_206);
  expect(await keyIds()).toEqual([
    { p: 2, k: 3 },
    { p: 3, k: 2 },
  ]); // no province rotated twice
  expect(await read()).toBe(before);
});

it('finds a ciphertext that was moved, names its place, and keeps the key it may belong to', async () => {
  await stage.admin('CREATE TEMP TABLE kept AS SELECT id, name FROM key_persons WHERE id = 1');
  await stage.admin('UPDATE key_persons SET name = family WHERE id = 1');
  const [found] = await rotate(2);
  expect(found).toMatchObject({ keyId: 3, isRemoved: false });
  expect(found.faults.join()).toContain('key_persons.name in row (2, 1) does not belong there');
  expect(await stage.admin('SELECT key_id AS k FROM key_persons WHERE id = 1')).toEqual([{ k: 3 }]);
  await stage.admin('UPDATE key_persons p SET name = kept.name FROM kept WHERE p.id = kept.id');
  expect(await rotate(2)).toMatchObject([{ keyId: 3, rows: 1, isRemoved: true }]);
});

it('changes nothing under another secret', async () => {
  const before = await stage.admin('SELECT * FROM data_keys ORDER BY 1, 2');
  const other = new KeyRotation(new DataKeys(stage.own, 'another'), tableOwner(stage.database.adminUrl));
  await expect(other.rotate(null)).rejects.toThrow('data_keys.wrapped_key');
  expect(await stage.admin('SELECT * FROM data_keys ORDER BY 1, 2')).toEqual(before);
});

it('a key that a cell needs cannot be removed', () =>
  expect(stage.admin('DELETE FROM data_keys WHERE province_id = 2')).rejects.toThrow('foreign key'));
