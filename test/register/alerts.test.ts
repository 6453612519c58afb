import { Role } from '../../server/authz/capabilities';
import { AccessAlertService } from '../../server/modules/dossier/register/access-alerts.service';
import { useStage } from '../dossier/stage';

const stage = useStage();
/** A Wednesday, 15:30 in Shanghai. */
const NOW = new Date('2026-11-18T07:30:00Z');
const DAY = 24 * 60;
const alerts = (): AccessAlertService => new AccessAlertService(stage.own);

beforeAll(async () => {
  // A hundred accounts more of Guangzhou's own.
  await stage.admin(`INSERT INTO accounts (province_id, id, city_id, unit_id, organisation_id, account_no, name, initials, identity_id)
    SELECT 2, n, 4, 0, 4, 'B' || n, '客户' || n, 'KH', 1 FROM generate_series(1001, 1100) AS n`);
});
beforeEach(() => stage.admin('TRUNCATE access_register, access_alerts'));

interface Reading {
  accounts: number[];
  /** Minutes before NOW. */
  ago: number;
  section?: string;
  outcome?: string;
  organisation?: number;
  staff?: number;
  token?: number | null;
}
const read = (...readings: Reading[]): Promise<unknown> =>
  stage.admin(
    `INSERT INTO access_register (province_id, city_ids, unit_ids, at, staff_province_id, staff_id, token_id, staff_name,
       staff_organisation_id, staff_roles, outcome, section, fields, account_ids, basis, operation_hash, request_id)
     SELECT 2, '{4}', '{0}', $1::timestamptz - r.ago * interval '1 minute', 2, coalesce(r.staff, 7), r.token, '王经理',
       coalesce(r.organisation, 4), '{}', coalesce(r.outcome, 'READ'), coalesce(r.section, 'CONTACT'), '{}',
       r.accounts, 'b', 'h', 'r'
     FROM json_to_recordset($2::json) AS r (accounts bigint[], ago float, section text, outcome text, organisation int, staff bigint, token bigint)`,
    [NOW, JSON.stringify(readings)],
  );
const some = (n: number, from = 1001): number[] => Array.from({ length: n }, (_, at) => from + at);
const raised = async (): Promise<string[]> => {
  // Twice: what is known is not raised again.
  for (let run = 0; run < 2; run++) {
    await alerts().watch(NOW);
    await alerts().compare(NOW);
  }
  const rows = await stage.admin<{
    text: string;
  }>(`SELECT kind || ' ' || staff_id || ' ' || city_id || '/' || unit_id || ' '
    || cardinality(account_ids) AS text FROM access_alerts ORDER BY 1`);
  return rows.map(({ text }) => text);
};

describe('more than fifty dossiers in an hour', () => {
  it('alarm at the fifty-first, in any sixty minutes', async () => {
    await read({ accounts: some(25), ago: 75 }, { accounts: some(25, 1026), ago: 20 });
    expect(await raised()).toEqual([]);
    await read({ accounts: [1051], ago: 10 });
    expect(await raised()).toEqual([]); // the first twenty-five are more than an hour before
    await read({ accounts: [1051], ago: 16 });
    expect(await raised()).toEqual(['MANY_DOSSIERS 7 4/0 51']);
  });

  it('tell each place of its own accounts and of the number of all', async () => {
    await read({ accounts: [...some(50), 104], ago: 5 });
    expect(await raised()).toEqual(['MANY_DOSSIERS 7 4/0 50', 'MANY_DOSSIERS 7 4/8 1']);
    expect(await stage.admin('SELECT DISTINCT detail FROM access_alerts')).toEqual([
      { detail: '51 dossiers in an hour, more than 50' },
    ]);
  });

  it('are no boards, no refusals, not the same dossier twice and not two readers', async () => {
    await read(
      { accounts: some(90), ago: 5, section: 'USAGE' },
      { accounts: some(90), ago: 5, outcome: 'REFUSED' },
      { accounts: some(50), ago: 5 },
      { accounts: some(50), ago: 4, section: 'BASIC_FINANCE' },
      { accounts: some(40, 1040), ago: 4, staff: 8 },
    );
    expect(await raised()).toEqual([]);
    await read({ accounts: some(51), ago: 3, staff: 0, token: 5 });
    expect(await raised()).toEqual(['MANY_DOSSIERS 0 4/0 51']); // a service token is a reader, too
  });
});

describe('more than three times one’s own mean', () => {
  const month = (perDay: number): Reading[] =>
    Array.from({ length: 30 }, (_, day) => ({ accounts: some(perDay), ago: (day + 1) * DAY }));

  it('alarms above, not at it', async () => {
    await read(...month(5), { accounts: some(15, 1050), ago: 60 });
    expect(await raised()).toEqual([]);
    await read({ accounts: [1099], ago: 30 });
    expect(await raised()).toEqual(['ABOVE_OWN_MEAN 7 4/0 16']);
    expect(await stage.admin('SELECT detail FROM access_alerts')).toEqual([
      { detail: '16 dossiers in a day, more than 3 times the mean of 5.0' },
    ]);
  });

  it('begins at ten a day, and with somebody who has a mean', async () => {
    await read(...month(1), { accounts: some(9, 1050), ago: 60 });
    await read({ accounts: some(40), ago: 60, staff: 8 });
    expect(await raised()).toEqual([]);
    await read({ accounts: [1099], ago: 60 });
    expect(await raised()).toEqual(['ABOVE_OWN_MEAN 7 4/0 10']);
  });
});

describe('L3 outside working hours', () => {
  const at = (iso: string): number => (NOW.getTime() - new Date(iso).getTime()) / 60_000;

  it.each([
    ['06:59:59', '2026-11-18T06:59:59+08:00', 1],
    ['07:00:00', '2026-11-18T07:00:00+08:00', 0],
    ['19:59:59', '2026-11-17T19:59:59+08:00', 0],
    ['20:00:00', '2026-11-17T20:00:00+08:00', 1],
  ])('at %s', async (_name, instant, count) => {
    await read({ accounts: [1001], ago: at(instant), section: 'KEY_PERSONS' });
    await read({ accounts: [1002], ago: at(instant) }); // L2 at night is nothing
    expect(await raised()).toEqual(count === 0 ? [] : ['OFF_HOURS_L3 7 4/0 1']);
  });

  it('at noon of a Saturday, and not of the Friday before', async () => {
    const noon = async (day: string): Promise<number> => {
      await stage.admin('TRUNCATE access_register, access_alerts');
      await read({ accounts: [1001], ago: at(`${day}T12:00:00+08:00`), section: 'KEY_PERSONS' });
      await alerts().watch(new Date(`${day}T14:00:00+08:00`));
      return (await stage.admin('SELECT FROM access_alerts')).length;
    };
    expect([await noon('2026-11-13'), await noon('2026-11-14'), await noon('2026-11-15')]).toEqual([0, 1, 1]);
  });
});

it('access after leaving the unit alarms, read or refused, and not what was read while there', async () => {
  await read({ accounts: [1001], ago: 40 * DAY }, { accounts: [104], ago: 60, organisation: 4 });
  await read({ accounts: [1001], ago: 60, organisation: 4 });
  expect(await raised()).toEqual([]);
  await read({ accounts: [1002, 1003], ago: 30, organisation: 5, outcome: 'REFUSED' });
  expect(await raised()).toEqual(['EX_UNIT_ACCESS 7 4/0 2']);
});

describe('an alert', () => {
  const LIST = `query Alerts($isAcknowledged: Boolean) { accessAlerts(isAcknowledged: $isAcknowledged) { edges { node {
    id kind readerName detail acknowledgement accounts { name } readerOrganisation { code } } } } }`;
  const SETTLE = `mutation Settle($input: AcknowledgeAccessAlertInput!) { acknowledgeAccessAlert(input: $input) {
    alert { acknowledgement } userErrors { code field } } }`;
  interface Node {
    id: string;
    accounts: { name: string }[];
  }
  const list = async (code: string, role: Role, isAcknowledged?: boolean): Promise<Node[]> => {
    const { data, text } = await stage.ask(stage.staff(code, [role]), LIST, { isAcknowledged });
    if (!data?.accessAlerts) throw new Error(text);
    return (data.accessAlerts as { edges: { node: Node }[] }).edges.map(({ node }) => node);
  };
  beforeEach(async () => {
    await read({ accounts: [101, 104], ago: 12 * 60, section: 'KEY_PERSONS' });
    await alerts().watch(NOW);
  });

  it('is told to the custodian who serves the accounts and to auditors in scope', async () => {
    expect((await list('440100', Role.CUSTODIAN)).map(({ accounts }) => accounts[0].name)).toEqual([
      '广州客户',
    ]);
    expect((await list('440190', Role.CUSTODIAN)).map(({ accounts }) => accounts[0].name)).toEqual([
      '天河客户',
    ]);
    for (const [code, count] of [
      ['440000', 2],
      ['000000', 2],
      ['440300', 0],
      ['330000', 0],
    ] as const)
      expect(await list(code, Role.AUDITOR)).toHaveLength(count);
    for (const code of ['440000', '440300', '330100']) expect(await list(code, Role.CUSTODIAN)).toEqual([]);
  });

  it('is settled once, with a note, by whoever is told of it and is not its reader', async () => {
    const custodian = stage.staff('440100', [Role.CUSTODIAN]);
    const [{ id }] = await list('440100', Role.CUSTODIAN);
    const settle = async (viewer: typeof custodian, note = '已与客户核实'): Promise<string> =>
      JSON.stringify((await stage.ask(viewer, SETTLE, { input: { alertId: id, note } })).data);
    expect(await settle({ ...custodian, staffProvinceId: 2, staffId: 7 })).toContain('OWN_REQUEST');
    expect(await settle(stage.staff('440190', [Role.CUSTODIAN]))).toContain('NOT_FOUND');
    expect(await settle(stage.staff('440300', [Role.AUDITOR]))).toContain('NOT_FOUND');
    expect(await settle(custodian, ' ')).toContain('BAD_USER_INPUT');
    expect(await list('440100', Role.CUSTODIAN, true)).toEqual([]);
    const answers = await Promise.all([settle(custodian), settle(stage.staff('000000', [Role.AUDITOR]))]);
    expect(answers.filter((text) => text.includes('已与客户核实'))).toHaveLength(1);
    expect(answers.filter((text) => text.includes('INVALID_STATE'))).toHaveLength(1);
    expect(await list('440100', Role.CUSTODIAN, false)).toEqual([]);
  });
});
