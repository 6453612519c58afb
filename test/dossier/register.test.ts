import { Client } from 'pg';
import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { encodeId } from '../../server/graphql/global-id';
import { ACCOUNTS, CANARY, idOf, useStage } from './stage';

const stage = useStage();
const LIST = `query List($filter: AccessRegisterFilter, $first: Int, $after: String) {
  accessRegister(filter: $filter, first: $first, after: $after) { pageInfo { hasNextPage endCursor } edges { node {
    outcome section fields purpose readerName readerRoles isToken basis operationName
    accounts { name } reader { id } readerOrganisation { code } } } } }`;

interface Line {
  outcome: string;
  section: string;
  purpose: string | null;
  readerName: string;
  accounts: { name: string }[];
}
interface Page {
  pageInfo: { hasNextPage: boolean; endCursor: string };
  edges: { node: Line }[];
}

let manager: Viewer;
let custodian: Viewer;
beforeAll(async () => {
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  custodian = stage.staff('440100', [Role.CUSTODIAN]);
  await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
  await stage.admin('TRUNCATE access_register');
  const read = '{ accounts { dossier { contact { phone } keyPersons { name } } } }';
  for (const viewer of [
    manager,
    stage.staff('440000', [Role.DIRECTOR]),
    stage.staff('330100', [Role.DIRECTOR]),
  ])
    await stage.ask(viewer, read);
});

// Reading the register writes to it: each test begins with what was read of dossiers.
beforeEach(() => stage.admin(`DELETE FROM access_register WHERE section = 'REGISTER'`));

async function page(viewer: Viewer, variables: Record<string, unknown> = {}): Promise<Page> {
  const { data, text } = await stage.ask(viewer, LIST, variables);
  expect(text).not.toContain(CANARY);
  if (!data?.accessRegister) throw new Error(text);
  return data.accessRegister as Page;
}
const lines = async (viewer: Viewer, filter: object = {}): Promise<string[]> =>
  (await page(viewer, { filter })).edges.map(({ node: { outcome, section, accounts, purpose } }) =>
    [outcome, section, accounts.map(({ name }) => name).join('+'), purpose ?? '-'].join(' '),
  );

describe('the access register', () => {
  it('shows a custodian who read the accounts one’s organisation serves, and of a line no other account', async () => {
    expect((await lines(custodian)).sort()).toEqual([
      'READ CONTACT 广州客户 -',
      'READ KEY_PERSONS 广州客户 客户走访准备',
      'REFUSED CONTACT 广州客户 -', // the provincial director's line names 深圳客户 and 天河客户, too
      'REFUSED KEY_PERSONS 广州客户 -',
    ]);
    expect((await lines(stage.staff('440190', [Role.CUSTODIAN]))).sort()).toEqual([
      'REFUSED CONTACT 天河客户 -',
      'REFUSED CONTACT 天河客户 -',
      'REFUSED KEY_PERSONS 天河客户 -',
      'REFUSED KEY_PERSONS 天河客户 -',
    ]);
    expect(await lines(stage.staff('330100', [Role.CUSTODIAN]))).toHaveLength(2);
    expect(await lines(stage.staff('440000', [Role.CUSTODIAN]))).toEqual([]); // serves none itself
  });

  it.each([
    ['000000', 10],
    ['440000', 8],
    ['440100', 7],
    ['440190', 4],
    ['330000', 2],
  ])('shows an auditor of %s all of the scope', async (code, count) => {
    expect(await lines(stage.staff(code, [Role.AUDITOR]))).toHaveLength(count);
  });

  it('registers its own reading, page by page, where the custodian of the accounts sees it', async () => {
    const auditor = stage.staff('000000', [Role.AUDITOR]);
    const { pageInfo } = await page(auditor, { first: 4, filter: { section: 'KEY_PERSONS' } });
    await page(auditor, { first: 4, after: pageInfo.endCursor, filter: { section: 'KEY_PERSONS' } });
    await page(auditor, { filter: { accountId: idOf(ACCOUNTS.hz), outcome: 'READ', section: 'REGISTER' } });
    const rows =
      await stage.admin(`SELECT province_id AS province, outcome, fields, account_ids::int[] AS accounts, staff_name
      AS name, basis, operation_name AS operation FROM access_register WHERE section = 'REGISTER' ORDER BY id`);
    const entry = (province: number, ...accounts: number[]): object => ({
      province,
      outcome: 'READ',
      fields: ['Query.accessRegister'],
      accounts,
      name: '000000.AUDITOR',
      basis: 'supervision of the scope; Article 19',
      operation: 'List',
    });
    expect(rows).toEqual([
      entry(2, 101, 102, 104),
      entry(3, 103),
      entry(2, 101, 104), // the second page
      entry(3, 103), // the line of its own that was read last
    ]);
    expect(await lines(custodian, { section: 'REGISTER' })).toContain('READ REGISTER 广州客户 -');
    expect(await lines(stage.staff('440300', [Role.CUSTODIAN]), { section: 'REGISTER' })).toEqual([
      'READ REGISTER 深圳客户 -',
    ]);
  });

  it('registers that somebody looked and found nothing', async () => {
    await lines(custodian, { accountId: idOf(ACCOUNTS.sz) });
    expect(
      await stage.admin(
        `SELECT province_id, city_ids, account_ids FROM access_register WHERE section = 'REGISTER'`,
      ),
    ).toEqual([{ province_id: 2, city_ids: [4], account_ids: [] }]);
  });

  it('is not read while its reading cannot be registered', async () => {
    await stage.admin('REVOKE INSERT ON access_register FROM kam_app');
    try {
      const { data, errors } = await stage.ask(custodian, LIST);
      expect(data?.accessRegister ?? null).toBeNull();
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['REGISTER_UNAVAILABLE']);
    } finally {
      await stage.admin('GRANT INSERT ON access_register TO kam_app');
    }
  });

  it('tells the purpose to the auditor and the serving custodian', async () => {
    const auditor = stage.staff('000000', [Role.AUDITOR]);
    for (const reader of [custodian, auditor]) expect((await lines(reader)).join()).toContain('客户走访准备');
  });

  it('names the reader even to whoever does not see the reader’s own row', async () => {
    const names = (await page(custodian)).edges.map(({ node }) => node.readerName);
    expect(new Set(names)).toEqual(new Set(['440100.ACCOUNT_MANAGER', '440000.DIRECTOR']));
  });

  it('is filtered', async () => {
    const auditor = stage.staff('000000', [Role.AUDITOR]);
    expect(await lines(auditor, { outcome: 'READ', section: 'KEY_PERSONS' })).toEqual([
      'READ KEY_PERSONS 广州客户 客户走访准备',
    ]);
    expect(await lines(auditor, { staffId: encodeId('StaffMember', 2, manager.staffId) })).toHaveLength(4);
    expect(await lines(auditor, { staffId: encodeId('StaffMember', 3, manager.staffId) })).toEqual([]);
    expect(await lines(auditor, { accountId: idOf(ACCOUNTS.sz), outcome: 'REFUSED' })).toHaveLength(2);
    expect(await lines(custodian, { accountId: idOf(ACCOUNTS.sz) })).toEqual([]); // stands in a line of its own scope
    expect(await lines(auditor, { from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' })).toEqual([]);
    expect(await lines(auditor, { from: '2020-01-01T00:00:00Z', section: 'CONTACT' })).toHaveLength(4);
  });

  it('pages newest first without loss', async () => {
    const auditor = stage.staff('000000', [Role.AUDITOR]);
    const sizes: number[] = [];
    const filter = { to: new Date().toISOString() }; // what paging itself adds is later
    for (let after: string | null = null, more = true; more;) {
      const { edges, pageInfo }: Page = await page(auditor, { first: 4, after, filter });
      sizes.push(edges.length);
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(sizes).toEqual([4, 4, 2]);
  });

  it('is closed to every role without register:read', async () => {
    for (const role of Object.values(Role).filter((one) => one !== Role.CUSTODIAN && one !== Role.AUDITOR)) {
      const { errors, data } = await stage.ask(stage.staff('440100', [role]), LIST);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
      expect(data?.accessRegister ?? null).toBeNull();
    }
  });

  it('can be added to and nothing else, by the application', async () => {
    const client = new Client({ connectionString: stage.database.appUrl });
    await client.connect();
    try {
      await client.query('SELECT set_scope(0, 0, 0, ARRAY[]::int[], $1)', ['']);
      for (const sql of [
        `UPDATE access_register SET purpose = ''`,
        'DELETE FROM access_register',
        'TRUNCATE access_register',
      ])
        await expect(client.query(sql)).rejects.toThrow('permission denied');
      await expect(client.query('DELETE FROM access_grants')).rejects.toThrow('permission denied');
      await expect(client.query('DELETE FROM key_persons')).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });
});
