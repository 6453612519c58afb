import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { encodeId } from '../../server/graphql/global-id';
import { ACCOUNTS, CANARY, idOf, useStage } from '../dossier/stage';

const stage = useStage();
const EXPLAIN = `query Explain($accountId: ID!, $field: String!, $staffId: ID!) {
  explainAccess(accountId: $accountId, field: $field, staffId: $staffId) {
    isAllowed section fieldClass rule article grantId purpose } }`;
let auditor: Viewer;
let manager: Viewer;
let director: Viewer;
beforeAll(() => {
  auditor = stage.staff('000000', [Role.AUDITOR]);
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  director = stage.staff('440000', [Role.DIRECTOR]);
});

async function explain(who: Viewer, field: string, asker = auditor, account = ACCOUNTS.gz): Promise<unknown> {
  const { data, errors, text } = await stage.ask(asker, EXPLAIN, {
    accountId: idOf(account),
    field,
    staffId: encodeId('StaffMember', who.staffProvinceId, who.staffId),
  });
  expect(text).not.toContain(CANARY);
  return data?.explainAccess ?? errors.map(({ extensions }) => extensions.code).join();
}

it('names the right, the refusal and the article, and says what the gate does', async () => {
  const fields = [
    'DossierContact.phone',
    'DossierBasic.annualOutput',
    'Dossier.keyPersons',
    'DossierBasic.nature',
  ];
  expect(await explain(manager, fields[0])).toMatchObject({
    isAllowed: true,
    section: 'CONTACT',
    fieldClass: 'L2',
    rule: expect.stringContaining('right of OWN') as unknown,
    article: '17(1)-2',
    grantId: null,
  });
  expect(await explain(director, fields[0])).toMatchObject({ isAllowed: false });
  for (const who of [manager, director, stage.staff('440100', [Role.CALL_AGENT])])
    for (const field of fields) {
      const { text } = await stage.ask(
        who,
        '{ accounts { id dossier { basic { nature annualOutput } contact { phone } keyPersons { name } } } }',
      );
      const { accounts } = (
        JSON.parse(text) as { data: { accounts: { id: string; dossier: Record<string, unknown> }[] } }
      ).data;
      const dossier = accounts.find(({ id }) => id === idOf(ACCOUNTS.gz))?.dossier as {
        basic: Record<string, unknown>;
        contact: Record<string, unknown>;
        keyPersons: unknown;
      };
      const name = field.split('.')[1];
      const value =
        name === 'keyPersons' ? dossier.keyPersons : { ...dossier.basic, ...dossier.contact }[name];
      expect([field, await explain(who, field)]).toEqual([
        field,
        expect.objectContaining({ isAllowed: value !== null }),
      ]);
    }
});

it('names the grant and its purpose, and the walls before the gate', async () => {
  const grantId = await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
  expect(await explain(manager, 'KeyPerson.name')).toMatchObject({
    isAllowed: true,
    grantId,
    purpose: '客户走访准备',
  });
  expect(await explain(stage.staff('330000', [Role.DIRECTOR]), 'DossierContact.phone')).toMatchObject({
    isAllowed: false,
    rule: 'the account is outside the scope',
  });
  expect(await explain(stage.staff('440100', [Role.ADMIN]), 'Account.name')).toMatchObject({
    isAllowed: false,
    rule: 'capability accounts:read',
  });
  expect(await explain(manager, 'Account.name')).toMatchObject({ isAllowed: true, section: null });
});

it('is for auditors in scope and custodians of the account, is registered, and registers nothing for the one it is about', async () => {
  const custodian = (code: string): Viewer => stage.staff(code, [Role.CUSTODIAN]);
  const field = 'DossierContact.phone';
  expect(await explain(manager, field, custodian('440300'))).toBe('NOT_FOUND');
  expect(await explain(manager, field, custodian('440000'))).toBe('NOT_FOUND'); // above, does not serve it
  expect(await explain(manager, field, stage.staff('330000', [Role.AUDITOR]))).toBe('NOT_FOUND');
  expect(await explain(manager, field, director)).toBe('FORBIDDEN');
  expect(await explain(manager, 'Nothing.here')).toBe('BAD_USER_INPUT');
  expect(await explain({ ...manager, staffId: 99 }, field)).toBe('NOT_FOUND');
  await stage.admin('TRUNCATE access_register');
  expect(await explain(manager, field, custodian('440100'))).toMatchObject({ isAllowed: true });
  expect(
    await stage.admin(
      'SELECT section, fields, staff_name, account_ids::int[] AS accounts FROM access_register',
    ),
  ).toEqual([
    { section: 'REGISTER', fields: ['Query.explainAccess'], staff_name: '440100.CUSTODIAN', accounts: [101] },
  ]);
});
