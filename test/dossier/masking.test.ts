import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { maskedEmail, maskedNumber } from '../../server/modules/dossier/dossier.module';
import { ACCOUNTS, idOf, useStage, type Reply } from './stage';

const stage = useStage();
const PHONE = '020-87654321';
const FAX = '020-12345678';
const EMAIL = 'wangxiaoming@example.cn';
const CONTACT = 'dossier { contact { contactName phone fax email } }';
const REVEAL = `mutation Reveal($input: RevealInput!) { reveal(input: $input) {
  revealed { value until } clientMutationId userErrors { code field } } }`;

let manager: Viewer;
beforeAll(async () => {
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  await stage.admin('UPDATE account_contacts SET phone = $1, fax = $2, email = $3', [PHONE, FAX, EMAIL]);
});
beforeEach(() => stage.admin('TRUNCATE access_register'));

const reveal = (viewer: Viewer, input: object = {}): Promise<Reply> =>
  stage.ask(viewer, REVEAL, {
    input: { accountId: idOf(ACCOUNTS.gz), field: 'PHONE', purpose: '预约走访', ...input },
  });

it('keeps so much of a value that one knows it again', () => {
  expect(['13812345678', PHONE, '8765432', '', null].map(maskedNumber)).toEqual([
    '138******78',
    '020*******21',
    '*******',
    '',
    null,
  ]);
  expect([EMAIL, 'a@b.cn', 'nobody', '', null].map(maskedEmail)).toEqual([
    'w***@example.cn',
    'a***@b.cn',
    'n*****',
    '',
    null,
  ]);
});

it('masks telephone, fax and e-mail in every list, and on one account shows them', async () => {
  const { text: list } = await stage.ask(manager, `{ accounts { ${CONTACT} } }`);
  expect(list).toContain(
    '"contactName":"哨兵-CONTACT-101-name","phone":"020*******21","fax":"020*******78","email":"w***@',
  );
  for (const value of [PHONE, FAX, EMAIL]) expect(list).not.toContain(value);
  const { text: one } = await stage.ask(manager, `query($id: ID!) { account(id: $id) { ${CONTACT} } }`, {
    id: idOf(ACCOUNTS.gz),
  });
  for (const value of [PHONE, FAX, EMAIL]) expect(one).toContain(value);
  // Below a list, under other names and through a fragment it is a list still.
  await stage.grant(stage.staff('440000', [Role.DIRECTOR]), ACCOUNTS.gz, ['CONTACT']);
  const deep = await stage.ask(
    stage.staff('440100', [Role.CUSTODIAN]),
    `{ dossierAccessRequests { edges { node { a: account { ...C } } } } } fragment C on Account { d: dossier { c: contact { p: phone } } }`,
  );
  expect(deep.text).toContain('020*******21');
  expect(deep.text).not.toContain(PHONE);
});

it('reveals one value for a purpose, says for how long, and registers which and what for', async () => {
  const { data, errors } = await reveal(manager, { clientMutationId: 'c' });
  expect(errors).toEqual([]);
  const { revealed } = data?.reveal as { revealed: { value: string; until: Date } };
  expect(data?.reveal).toMatchObject({ revealed: { value: PHONE }, clientMutationId: 'c', userErrors: [] });
  const [{ seconds }] = await stage.admin<{ seconds: number }>(
    'SELECT round(extract(epoch FROM $1::timestamptz - now()))::int AS seconds',
    [revealed.until],
  );
  expect(seconds).toBeGreaterThan(295);
  expect(seconds).toBeLessThanOrEqual(300);
  expect(
    await stage.admin(`SELECT outcome, section, fields, account_ids::int[] AS accounts, city_ids, staff_name, purpose
      FROM access_register WHERE purpose IS NOT NULL`),
  ).toEqual([
    {
      ...{
        outcome: 'READ',
        section: 'CONTACT',
        fields: ['DossierContact.phone'],
        accounts: [101],
        city_ids: [4],
      },
      ...{ staff_name: manager.name, purpose: '预约走访' },
    },
  ]);
  expect((await reveal(manager, { field: 'FAX' })).text).toContain(FAX);
  expect((await reveal(manager, { field: 'EMAIL' })).text).toContain(EMAIL);
});

it('reveals nothing to whom section 2 is withheld, and says no more than that', async () => {
  const refused = async (viewer: Viewer, input: object = {}): Promise<unknown[]> => {
    const { data, errors, text } = await reveal(viewer, input);
    expect(text).not.toContain(PHONE);
    const { userErrors = [] } = (data?.reveal ?? {}) as { userErrors?: { code: string }[] };
    return [...userErrors.map(({ code }) => code), ...errors.map(({ extensions }) => extensions.code)];
  };
  const director = stage.staff('000000', [Role.DIRECTOR]);
  expect(await refused(director)).toEqual(['FIELD_WITHHELD']);
  expect(await stage.admin('SELECT DISTINCT outcome, purpose FROM access_register')).toEqual([
    { outcome: 'REFUSED', purpose: null },
  ]);
  expect(await refused({ ...manager, kind: 'TOKEN', tokenId: 1, staffId: 0 })).toEqual(['FIELD_WITHHELD']);
  expect(await refused(manager, { accountId: idOf(ACCOUNTS.sz) })).toEqual(['NOT_FOUND']);
  expect(await refused(stage.staff('440100', [Role.ADMIN]))).toEqual(['FORBIDDEN']);
  expect(await refused(manager, { purpose: ' 看看 ' })).toEqual(['BAD_USER_INPUT']);
});

it('reveals nothing while the register cannot be written', async () => {
  await stage.admin('REVOKE INSERT ON access_register FROM kam_app');
  const { text } = await reveal(manager);
  await stage.admin('GRANT INSERT ON access_register TO kam_app');
  expect(text).toContain('REGISTER_UNAVAILABLE');
  expect(text).not.toContain(PHONE);
});

it('reveals nothing where only the line with the purpose fails', async () => {
  await stage.admin(
    `ALTER TABLE access_register ADD CONSTRAINT no_purpose CHECK (purpose IS NULL) NOT VALID`,
  );
  const { text } = await reveal(manager);
  await stage.admin('ALTER TABLE access_register DROP CONSTRAINT no_purpose');
  expect(text).toContain('REGISTER_UNAVAILABLE');
  expect(text).not.toContain(PHONE);
});

it('refuses a purpose that no register can keep, and nobody else’s reading fails for it', async () => {
  for (const purpose of ['预约走访\0x', '预约走访\ud800x']) {
    const { data, text } = await reveal(manager, { purpose });
    expect(data?.reveal).toMatchObject({ revealed: null, userErrors: [{ code: 'BAD_USER_INPUT' }] });
    expect(text).not.toContain(PHONE);
  }
});
