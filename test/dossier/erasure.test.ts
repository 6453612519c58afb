import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { encodeId } from '../../server/graphql/global-id';
import { ACCOUNTS, CANARY, useStage, type Reply } from './stage';

const stage = useStage();
const ERASE = `mutation Erase($input: EraseKeyPersonInput!) { eraseKeyPerson(input: $input) {
  keyPersonId erasedAt clientMutationId userErrors { code field } } }`;

let director: Viewer;
let custodian: Viewer;
let person: { id: string; name: string; version: number };
beforeAll(async () => {
  director = stage.staff('000000', [Role.DIRECTOR]);
  custodian = stage.staff('440100', [Role.CUSTODIAN]);
  await stage.grant(director, ACCOUNTS.gz, ['KEY_PERSONS']);
  [person] = await persons();
});

async function persons(): Promise<(typeof person)[]> {
  const { data } = await stage.ask(director, '{ accounts { dossier { keyPersons { id name version } } } }');
  const accounts = data?.accounts as { dossier: { keyPersons: (typeof person)[] | null } }[];
  return accounts.flatMap(({ dossier }) => dossier.keyPersons ?? []);
}
const erase = (viewer: Viewer, input: object = {}): Promise<Reply> =>
  stage.ask(viewer, ERASE, {
    input: { keyPersonId: person.id, expectedVersion: 1, reason: '本人要求删除', ...input },
  });
const codes = ({ data, errors }: Reply): unknown[] => [
  ...((data?.eraseKeyPerson as { userErrors: { code: string }[] } | null)?.userErrors ?? []).map(
    ({ code }) => code,
  ),
  ...errors.map(({ extensions }) => extensions.code),
];

it('is refused to whoever does not serve the account, and tells nobody whether there is such a person', async () => {
  const before = await stage.admin('SELECT count(*), sum(version) FROM key_persons');
  const absent = await erase(custodian, { keyPersonId: encodeId('KeyPerson', 2, 999_999) });
  expect(codes(absent)).toEqual(['CONFLICT']);
  for (const organisation of ['440000', '000000', '440300', '330100', '440190'])
    expect(await erase(stage.staff(organisation, [Role.CUSTODIAN]))).toEqual(absent);
  expect(await erase(custodian, { expectedVersion: 2 })).toEqual(absent);
  for (const role of Object.values(Role).filter((one) => one !== Role.CUSTODIAN))
    expect(codes(await erase(stage.staff('440100', [role])))).toEqual(['FORBIDDEN']);
  expect(codes(await erase(custodian, { reason: '无' }))).toEqual(['BAD_USER_INPUT']);
  expect(codes(await erase(custodian, { reason: '其女儿8岁' }))).toEqual(['PERSONAL_DATA_REFUSED']);
  expect(await stage.admin('SELECT count(*), sum(version) FROM key_persons')).toEqual(before);
  expect(await stage.admin('SELECT FROM erased_key_persons')).toEqual([]);
});

it('the application erases in no other way', async () => {
  for (const sql of [
    'DELETE FROM key_persons',
    `INSERT INTO erased_key_persons (province_id, id, account_id, city_id, staff_province_id, staff_id, staff_name, reason)
       VALUES (2, 999, 101, 4, 2, 1, 'x', '本人要求')`,
    `UPDATE erased_key_persons SET reason = 'something else'`,
    'DELETE FROM erased_key_persons',
  ])
    await expect(stage.own.transaction(SYSTEM_SCOPE, (session) => session.query(sql))).rejects.toMatchObject({
      code: '42501',
    });
  const outOfScope = { level: 2 as const, provinceId: 2, cityId: 5, unitIds: [], line: null };
  const [{ at }] = await stage.own.transaction(outOfScope, (session) =>
    session.query<{ at: Date | null }>(`SELECT erase_key_person(2, 1, 1, 4, 2, 1, 'x', '本人要求') AS at`),
  );
  expect(at).toBeNull();
});

it('takes the values and leaves who, when and why; of two at once one does', async () => {
  const known = (await persons()).length;
  const answers = await Promise.all([erase(custodian, { clientMutationId: 'm' }), erase(custodian)]);
  expect(answers.map((answer) => codes(answer)).sort()).toEqual([[], ['CONFLICT']]);
  const done = answers.find((answer) => codes(answer).length === 0);
  expect(done?.data?.eraseKeyPerson).toMatchObject({
    keyPersonId: person.id,
    erasedAt: expect.anything() as unknown,
  });
  expect(done?.text).not.toContain(CANARY);
  const left = await persons();
  expect(left).toHaveLength(known - 1);
  expect(JSON.stringify(left)).not.toContain(person.name);
  expect(await stage.admin('SELECT FROM key_persons WHERE id = 1')).toEqual([]);
  expect(
    await stage.admin(
      `SELECT id::int, account_id::int, city_id, staff_id::int, staff_name, reason, erased_at IS NOT NULL AS dated
       FROM erased_key_persons`,
    ),
  ).toEqual([
    {
      ...{ id: 1, account_id: 101, city_id: 4, staff_id: custodian.staffId, staff_name: custodian.name },
      ...{ reason: '本人要求删除', dated: true },
    },
  ]);
});

it('an erased person is not entered again under the old id', async () => {
  const { text } = await stage.ask(
    custodian,
    `mutation Save($input: SaveKeyPersonInput!) { saveKeyPerson(input: $input) { version userErrors { code } } }`,
    {
      input: {
        ...{ accountId: encodeId('Account', 2, 101), keyPersonId: person.id, expectedVersion: 1 },
        ...{ name: '新人', lawfulBasis: 'CONSENT' },
      },
    },
  );
  expect(text).toContain('CONFLICT');
});
