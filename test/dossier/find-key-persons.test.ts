import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { LazySession } from '../../server/db/database';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { ACCOUNTS, CANARY, idOf, useStage, type Reply } from './stage';

const stage = useStage();
const FIND = 'query Find($name: String!) { findKeyPersons(name: $name) { id name family account { id } } }';
const NAME = `${CANARY}-同名 Wang`;
const REGISTER = `SELECT outcome, section, fields, account_ids::int[] AS accounts, purpose FROM access_register ORDER BY id`;

let director: Viewer;
let manager: Viewer;
beforeAll(async () => {
  director = stage.staff('000000', [Role.DIRECTOR]);
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  const rest = { position: null, isDecisionMaker: null, homeAddress: null, hobbies: null, lawfulBasis: null };
  await stage.dossiers.saveKeyPersons(
    SYSTEM_SCOPE,
    Object.values(ACCOUNTS).map((account) => ({
      ...account,
      ...rest,
      name: NAME,
      family: `of ${account.accountId}`,
    })),
  );
  await stage.dossiers.saveKeyPersons(SYSTEM_SCOPE, [
    { ...ACCOUNTS.sz, ...rest, name: `${CANARY}-只在深圳`, family: null },
  ]);
  await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
  for (const account of [ACCOUNTS.gz, ACCOUNTS.hz]) await stage.grant(director, account, ['KEY_PERSONS']);
});

const find = (viewer: Viewer, name: string): Promise<Reply> => stage.ask(viewer, FIND, { name });
const accountsOf = ({ data }: Reply): unknown[] =>
  (data?.findKeyPersons as { account: { id: string } }[]).map(({ account }) => account.id);

it('finds the whole name, however it is typed, among the accounts under one’s grant', async () => {
  for (const name of [NAME, `${CANARY}-同名ｗａｎｇ `, `${CANARY}-同名　WANG`])
    expect(accountsOf(await find(director, name))).toEqual([idOf(ACCOUNTS.gz), idOf(ACCOUNTS.hz)]);
  expect((await find(manager, NAME)).data).toEqual({
    findKeyPersons: [
      { id: expect.any(String) as unknown, name: NAME, family: 'of 101', account: { id: idOf(ACCOUNTS.gz) } },
    ],
  });
  expect(accountsOf(await find(director, `${CANARY}-同名`))).toEqual([]);
  expect((await find(director, ' ')).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

it('answers nobody else: no grant, another’s grant, a role that may hold none, a grant that ended', async () => {
  for (const [organisation, role] of [
    ['440100', Role.CUSTODIAN],
    ['440100', Role.DIRECTOR],
    ['440300', Role.ACCOUNT_MANAGER],
  ] as const)
    expect(await find(stage.staff(organisation, [role]), NAME)).toMatchObject({
      data: { findKeyPersons: [] },
      errors: [],
    });
  expect(accountsOf(await find({ ...manager, roles: [Role.MARKETER] }, NAME))).toEqual([]);
  expect(accountsOf(await find({ ...manager, staffProvinceId: 3 }, NAME))).toEqual([]);
  await stage.admin('CREATE TEMP TABLE kept AS SELECT id, valid_to FROM access_grants');
  await stage.admin('UPDATE access_grants SET valid_to = statement_timestamp()');
  expect(accountsOf(await find(director, NAME))).toEqual([]);
  await stage.admin('UPDATE access_grants g SET valid_to = kept.valid_to FROM kept WHERE kept.id = g.id');
});

it('who is nowhere and who is not held are alike: answer, statements and register', async () => {
  const query = jest.spyOn(LazySession.prototype, 'query');
  const asked = async (name: string): Promise<unknown> => {
    query.mockClear();
    await stage.admin('TRUNCATE access_register');
    const { data, errors } = await find(manager, name);
    const statements = query.mock.calls.map(([statement]) => statement);
    return { data, errors, statements, register: await stage.admin(REGISTER) };
  };
  await asked(NAME);
  const absent = await asked(`${CANARY}-无此人`);
  expect(await asked(`${CANARY}-只在深圳`)).toEqual(absent);
  expect(absent).toMatchObject({
    data: { findKeyPersons: [] },
    register: [{ outcome: 'READ', section: 'KEY_PERSONS', accounts: [101], purpose: '客户走访准备' }],
  });
  query.mockRestore();
});

it('registers every account that is searched before anything leaves, and a search without a grant as refused', async () => {
  await stage.admin('TRUNCATE access_register');
  await find(director, NAME);
  await find(stage.staff('440100', [Role.CUSTODIAN]), NAME);
  const fields = expect.arrayContaining(['Query.findKeyPersons']) as unknown;
  expect(await stage.admin(REGISTER)).toMatchObject([
    { outcome: 'READ', accounts: [101], fields },
    { outcome: 'READ', accounts: [103], fields },
    { outcome: 'REFUSED', section: 'KEY_PERSONS', accounts: [], fields },
  ]);
  await stage.admin('REVOKE INSERT ON access_register FROM kam_app');
  const down = await find(director, NAME);
  await stage.admin('GRANT INSERT ON access_register TO kam_app');
  expect(down.text).not.toContain(CANARY);
  expect(down.errors).toMatchObject([{ extensions: { code: 'REGISTER_UNAVAILABLE' } }]);
});

it('the index tells names of two provinces not alike, and follows a new name', async () => {
  const indexes = await stage.admin<{ province_id: number; name_index: string }>(
    `SELECT DISTINCT province_id, name_index FROM key_persons WHERE id IN
       (SELECT max(id) FROM key_persons WHERE account_id IN (101, 103, 104) GROUP BY account_id)`,
  );
  expect(indexes.map(({ province_id }) => province_id).sort()).toEqual([2, 3]);
  expect(new Set(indexes.map(({ name_index }) => name_index)).size).toBe(2);
  const [{ id }] = (await find(manager, NAME)).data?.findKeyPersons as { id: string }[];
  const { text } = await stage.ask(
    stage.staff('440100', [Role.CUSTODIAN]),
    `mutation Save($input: SaveKeyPersonInput!) { saveKeyPerson(input: $input) { version userErrors { code } } }`,
    {
      input: {
        ...{ accountId: idOf(ACCOUNTS.gz), keyPersonId: id, expectedVersion: 1 },
        ...{ name: '改名', lawfulBasis: 'CONSENT' },
      },
    },
  );
  expect(text).toContain('"version":2');
  expect(accountsOf(await find(manager, NAME))).toEqual([]);
  expect(accountsOf(await find(manager, '改名'))).toEqual([idOf(ACCOUNTS.gz)]);
});
