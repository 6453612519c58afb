import { Role } from '../../server/authz/capabilities';
import { ACCOUNTS, CANARY, DOSSIER, idOf, outputOf, useStage } from './stage';

const stage = useStage();
const READ = `query Read($id: ID!) { account(id: $id) { ${DOSSIER} } }`;

beforeEach(() => stage.admin('TRUNCATE access_register'));

/** Who sees which sections of Guangzhou's account without any grant: the table of article 17 and 19. */
const SEEN: [organisation: string, roles: Role[], sections: string][] = [
  ['440100', [Role.DIRECTOR], 'BASIC FINANCE CONTACT'],
  ['440100', [Role.ACCOUNT_MANAGER], 'BASIC FINANCE CONTACT'],
  ['440100', [Role.MARKETER], 'BASIC FINANCE CONTACT'],
  ['440100', [Role.CUSTODIAN], 'BASIC FINANCE CONTACT'],
  ['440100', [Role.TARIFF_OFFICER], 'BASIC'],
  ['440100', [Role.CREDIT_OFFICER], 'BASIC'],
  ['440100', [Role.CALL_AGENT], ''],
  ['440100', [Role.ADMIN], ''],
  ['440100', [Role.INGEST], ''],
  ['440000', [Role.DIRECTOR], 'BASIC FINANCE'],
  ['440000', [Role.CUSTODIAN], 'BASIC FINANCE'],
  ['000000', [Role.DIRECTOR], 'BASIC FINANCE'],
  ['000000', [Role.AUDITOR], 'BASIC FINANCE'],
  ['000000', [Role.ANALYST], 'BASIC FINANCE'],
  ['000003', [Role.ANALYST], ''],
  ['000003', [Role.DIRECTOR], ''],
];

describe('a dossier without a grant', () => {
  it.each(SEEN)('shows %s %j: %s', async (organisation, roles, seen) => {
    const viewer = stage.staff(organisation, roles);
    const { data, errors, text } = await stage.ask(viewer, READ, { id: idOf(ACCOUNTS.gz) });
    const sections = seen.split(' ').filter(Boolean);
    expect(sectionsIn(text)).toEqual([...sections].sort());
    expect(text.includes(outputOf(101))).toBe(sections.includes('FINANCE'));
    expect(data?.account).toMatchObject({ name: '广州客户', dossier: { keyPersons: null } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(errors.map(() => 'FIELD_WITHHELD'));
    expect(errors.map(({ path }) => path?.join('.'))).toContain('account.dossier.keyPersons');
    const rows = await stage.admin(
      'SELECT outcome, section, account_ids::int[] AS accounts, staff_id::int, staff_name, grant_id FROM access_register ORDER BY section',
    );
    const { staffId: staff_id, name: staff_name } = viewer;
    const line = (section: string, isSeen: boolean): object => {
      return {
        outcome: isSeen ? 'READ' : 'REFUSED',
        section,
        accounts: [101],
        staff_id,
        staff_name,
        grant_id: null,
      };
    };
    expect(rows).toEqual([
      line('BASIC_FINANCE', sections.includes('FINANCE')),
      line('CONTACT', sections.includes('CONTACT')),
      line('KEY_PERSONS', false),
    ]);
  });

  it('shows nobody anything', async () => {
    const { data, errors, text } = await stage.ask(null, READ, { id: idOf(ACCOUNTS.gz) });
    expect(data?.account ?? null).toBeNull();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(text).not.toContain(CANARY);
  });

  it.each([
    ['another city', '440300'],
    ['another province', '330000'],
  ])('is not even found from %s', async (_, organisation) => {
    const answer = await stage.ask(stage.staff(organisation, [Role.DIRECTOR]), READ, {
      id: idOf(ACCOUNTS.gz),
    });
    expect(answer.text).toBe('{"data":{"account":null}}');
  });

  it('tells a county no contact of an account that its unit serves, and the unit all of it', async () => {
    const read = async (organisation: string): Promise<string[]> =>
      sectionsIn(
        (await stage.ask(stage.staff(organisation, [Role.DIRECTOR]), READ, { id: idOf(ACCOUNTS.unit) })).text,
      );
    expect(await read('440190')).toEqual(['BASIC', 'CONTACT', 'FINANCE']);
    expect(await read('440106')).toEqual(['BASIC', 'FINANCE']);
    expect(await read('440100')).toEqual(['BASIC', 'FINANCE']);
  });

  it('opens contacts to a member of the account’s team', async () => {
    const viewer = stage.staff('440000', [Role.ACCOUNT_MANAGER]);
    await stage.admin('SET session_replication_role = replica'); // the member has no row in staff
    await stage.admin(
      `INSERT INTO account_team (province_id, account_id, staff_id, city_id, role) VALUES (2, 102, $1, 5, 'MANAGER')`,
      [viewer.staffId],
    );
    await stage.admin('SET session_replication_role = origin');
    const { text } = await stage.ask(viewer, READ, { id: idOf(ACCOUNTS.sz) });
    expect(sectionsIn(text)).toEqual(['BASIC', 'CONTACT', 'FINANCE']);
    expect(sectionsIn((await stage.ask(viewer, READ, { id: idOf(ACCOUNTS.gz) })).text)).toEqual([
      'BASIC',
      'FINANCE',
    ]);
  });

  it('folds the refusals of a list into one error per field, and registers L3 per account, L2 per province', async () => {
    const viewer = stage.staff('000000', [Role.DIRECTOR]);
    const { data, errors } = await stage.ask(
      viewer,
      '{ accounts { dossier { contact { phone } keyPersons { name } } } }',
    );
    expect(data?.accounts).toHaveLength(4);
    expect(errors.map(({ path, extensions: { code, count } }) => [path?.join('.'), code, count])).toEqual([
      ['accounts.dossier.contact.phone', 'FIELD_WITHHELD', 4],
      ['accounts.dossier.keyPersons', 'FIELD_WITHHELD', 4],
    ]);
    const rows = await stage.admin(
      'SELECT section, province_id, account_ids::int[] AS accounts, fields FROM access_register ORDER BY section, province_id, account_ids',
    );
    const l3 = { section: 'KEY_PERSONS', fields: ['Dossier.keyPersons', 'KeyPerson.name'] };
    const l2 = { section: 'CONTACT', fields: ['DossierContact.phone'] };
    expect(rows).toEqual([
      { ...l2, province_id: 2, accounts: [101, 102, 104] },
      { ...l2, province_id: 3, accounts: [103] },
      ...[101, 102, 104].map((id) => ({ ...l3, province_id: 2, accounts: [id] })),
      { ...l3, province_id: 3, accounts: [103] },
    ]);
  });

  it('answers the same bytes whether or not there is anything to withhold', async () => {
    const viewer = stage.staff('440000', [Role.DIRECTOR]);
    const ask = async (): Promise<string> => {
      const { text } = await stage.ask(
        viewer,
        '{ accounts { id dossier { contact { phone } keyPersons { id name } } } }',
      );
      return text.replace(/r0\.[0-9e-]+/g, 'r');
    };
    const full = await ask();
    await stage.admin('CREATE TEMP TABLE kept AS SELECT * FROM key_persons WHERE account_id = 101');
    await stage.admin('DELETE FROM key_persons WHERE account_id = 101');
    await stage.admin('UPDATE account_contacts SET phone = NULL WHERE account_id = 101');
    expect(await ask()).toBe(full);
    await stage.admin('INSERT INTO key_persons SELECT * FROM kept');
  });
});

function sectionsIn(text: string): string[] {
  return [
    ...new Set([...text.matchAll(new RegExp(`${CANARY}-([A-Z]+)-`, 'g'))].map(([, section]) => section)),
  ].sort();
}
