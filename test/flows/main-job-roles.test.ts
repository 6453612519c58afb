import { readFileSync } from 'node:fs';
import { seedPeople } from '../kit/demo';
import { PlainBoards, type PlainBoard } from '../kit/plain-boards';
import { csvTable, sampleFiles } from '../kit/sample-files';
import { useServer, type Answer, type Ask } from '../kit/server';
import { sql, tableChecksums } from '../kit/sql';
import { temporaryFolder } from '../kit/temporary-folder';
import {
  accountId,
  askBoards,
  download,
  LINES,
  PERIODS,
  plain,
  post,
  upload,
  type ImportJob,
} from './main-job-stage';

const folder = temporaryFolder();
const files = sampleFiles(folder);
const expected = new PlainBoards(csvTable(files.accounts), csvTable(files.usage));
const server = useServer(seedPeople, { DATA_DIR: folder });
const ALL = expected.accountsOf('000000');
let usageJob: ImportJob;
/** An account of Guangzhou that is on its city's express board of 2011. */
const [{ accountNo: KNOWN }] = expected.board('440100', 'EXPRESS', '2011').entries;
let known: string;

beforeAll(async () => {
  await upload(server, 'ingest', 'accounts', files.accounts);
  usageJob = await upload(server, 'ingest', 'usage', files.usage);
  known = await accountId(await server.as('nation.director'), KNOWN);
}, 120_000);

interface AccountPage {
  accounts: {
    edges: { node: { accountNo: string } }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  };
}

/** A board above one's own organisation: one's own rows, with their rank there; what the others add up to is hidden. */
function ownRows({ entries }: PlainBoard, prefix: string): PlainBoard {
  return {
    totalRevenue: null,
    entries: entries
      .filter(({ city }) => city.startsWith(prefix))
      .map((entry) => ({ ...entry, share: null })),
  };
}

/** Nothing in the text may tell of any account but those of a place. */
function expectOnly(text: string, prefix: string): void {
  const told = new Set(text.match(/R\d{5}/g) ?? []);
  expect(ALL.filter((no) => told.has(no) && !expected.cityOf(no).startsWith(prefix))).toEqual([]);
}

async function expectBoards(
  ask: Ask,
  code: string | null,
  line: string,
  of: (period: string) => PlainBoard | null,
): Promise<string> {
  const { boards, text, errors } = await askBoards(ask, code, line);
  expect(errors).toBeUndefined();
  for (const period of PERIODS) {
    const board = boards[period];
    expect(board && plain(board)).toEqual(of(period));
  }
  return text;
}

const noBoard = (): null => null;

/** Every way to an account: by id, number, name and place. */
function waysTo(ask: Ask, accountNo: string, id: string): ReturnType<Ask> {
  return ask(
    `query Ways($id: ID!, $no: String!, $name: String!, $city: String!) {
      byId: account(id: $id) { accountNo usage(line: EXPRESS) { month } dossier { contact { phone } } }
      byNumber: account(accountNo: $no) { accountNo }
      byName: accounts(filter: { search: $name }) { totalCount edges { node { accountNo } } }
      byPlace: accounts(filter: { organisationCode: $city }, first: 1) { totalCount edges { node { accountNo } } }
    }`,
    { id, no: accountNo, name: accountNo.slice(1), city: '440100' },
  );
}

/** What is not one's own looks as if there were none. */
async function expectHidden(ask: Ask, accountNo: string, id: string): Promise<void> {
  const { data, text, errors } = await waysTo(ask, accountNo, id);
  expect(errors).toBeUndefined();
  const none = { totalCount: 0, edges: [] };
  expect(data).toEqual({ byId: null, byNumber: null, byName: none, byPlace: none });
  expect(text).not.toContain(accountNo);
}

describe('zj.director', () => {
  it('sees of the national boards the rows of Zhejiang with their national rank', async () => {
    const ask = await server.as('zj.director');
    let rows = 0;
    for (const line of ['EXPRESS', 'PARCEL', 'LETTER']) {
      const text = await expectBoards(ask, '000000', line, (period) =>
        ownRows(expected.board('000000', line, period), '33'),
      );
      expectOnly(text, '33');
      rows += text.match(/"rank"/g)?.length ?? 0;
    }
    expect(rows).toBeGreaterThan(20);
  });

  it('sees the boards of Zhejiang and its cities whole, and no other province’s', async () => {
    const ask = await server.as('zj.director');
    await expectBoards(ask, null, 'EXPRESS', (period) => expected.board('330000', 'EXPRESS', period));
    await expectBoards(ask, '330100', 'EXPRESS', (period) => expected.board('330100', 'EXPRESS', period));
    for (const code of ['440000', '440100']) await expectBoards(ask, code, 'EXPRESS', noBoard);
  });

  it('finds no account of another province', async () => {
    await expectHidden(await server.as('zj.director'), KNOWN, known);
  });

  it('pages through the accounts of Zhejiang, all of them and no other', async () => {
    const ask = await server.as('zj.director');
    const found: string[] = [];
    let after: string | null = null;
    do {
      const answer: Answer<AccountPage> = await ask<AccountPage>(
        'query Page($after: String) { accounts(first: 100, after: $after) { edges { node { accountNo } } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
      if (!answer.data) throw new Error(answer.text);
      const { edges, pageInfo } = answer.data.accounts;
      found.push(...edges.map(({ node }) => node.accountNo));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(found).toEqual(expected.accountsOf('330000').sort());
  });
});

describe('people of Guangdong', () => {
  it('gd.director sees the province whole, and of the nation the province’s rows', async () => {
    const ask = await server.as('gd.director');
    await expectBoards(ask, null, 'EXPRESS', (period) => expected.board('440000', 'EXPRESS', period));
    const text = await expectBoards(ask, '000000', 'EXPRESS', (period) =>
      ownRows(expected.board('000000', 'EXPRESS', period), '44'),
    );
    expectOnly(text, '44');
    await expectBoards(ask, '330000', 'EXPRESS', noBoard);
  });

  it('gz.manager sees the city whole, and of the province and the nation the city’s rows', async () => {
    const ask = await server.as('gz.manager');
    await expectBoards(ask, null, 'EXPRESS', (period) => expected.board('440100', 'EXPRESS', period));
    for (const code of ['000000', '440000']) {
      const text = await expectBoards(ask, code, 'EXPRESS', (period) =>
        ownRows(expected.board(code, 'EXPRESS', period), '4401'),
      );
      expectOnly(text, '4401');
    }
    await expectBoards(ask, '440300', 'EXPRESS', noBoard);
  });

  it('gz.manager finds an account of the city in every way that is closed to others', async () => {
    const { data } = await waysTo(await server.as('gz.manager'), KNOWN, known);
    expect(data).toMatchObject({
      byId: { accountNo: KNOWN },
      byNumber: { accountNo: KNOWN },
      byName: { totalCount: 1, edges: [{ node: { accountNo: KNOWN } }] },
      byPlace: { totalCount: expected.accountsOf('440100').length },
    });
  });

  it('sz.manager finds nothing of Guangzhou: no account, no board, no row of a higher board', async () => {
    const ask = await server.as('sz.manager');
    await expectHidden(ask, KNOWN, known);
    await expectBoards(ask, '440100', 'EXPRESS', noBoard);
    for (const code of ['000000', '440000'])
      expectOnly(
        await expectBoards(ask, code, 'EXPRESS', (period) =>
          ownRows(expected.board(code, 'EXPRESS', period), '4403'),
        ),
        '4403',
      );
    for (const search of ['Retail', 'R1', KNOWN.slice(0, 3)]) {
      const { text } = await ask(
        'query Search($search: String!) { accounts(filter: { search: $search }, first: 100) { totalCount edges { node { accountNo } } } }',
        { search },
      );
      expectOnly(text, '4403');
    }
  });

  it('gz.custodian keeps dossiers and sees no board', async () => {
    const { data, errors } = await askBoards(await server.as('gz.custodian'), null, 'EXPRESS', ['2011']);
    expect(data).toEqual({ b0: null });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('express.analyst', () => {
  it('sees the national express boards whole, and of no other line any board', async () => {
    const ask = await server.as('express.analyst');
    await expectBoards(ask, null, 'EXPRESS', (period) => expected.board('000000', 'EXPRESS', period));
    await expectBoards(ask, '440100', 'EXPRESS', (period) => expected.board('440100', 'EXPRESS', period));
    for (const line of LINES.filter((other) => other !== 'EXPRESS'))
      await expectBoards(ask, '000000', line, noBoard);
  });

  it('sees of an account’s usage the express line only, however it is asked for', async () => {
    const ask = await server.as('express.analyst');
    const usage = 'month revenue volume';
    const range = 'from: "2010-12", to: "2011-05"';
    const { data, errors } = await ask<Record<string, { usage: object[] }[]>>(
      `query Usage($id: ID!) { account(id: $id) {
        all: usage(${range}) { ${usage} }
        express: usage(line: EXPRESS, ${range}) { ${usage} }
        parcel: usage(line: PARCEL, ${range}) { ${usage} } } }`,
      { id: known },
    );
    expect(errors).toBeUndefined();
    const months = PERIODS.filter((period) => /-\d\d$/.test(period)).sort();
    const of = (line: string): object[] =>
      months.map((month) => {
        const { revenue, volume } = expected.monthOf(KNOWN, line, month) ?? { revenue: '0.00', volume: '0' };
        return { month, revenue, volume };
      });
    const none = months.map((month) => ({ month, revenue: '0.00', volume: '0' }));
    expect(data?.account).toEqual({ all: of('EXPRESS'), express: of('EXPRESS'), parcel: none });
  });
});

describe('nobody writes what is not theirs', () => {
  const WRITTEN = [
    'accounts',
    'usage_facts',
    'closed_periods',
    'access_grants',
    'key_persons',
    'account_team',
  ];
  const JOBS = 'SELECT count(*)::int AS jobs FROM import_jobs';
  const state = async (): Promise<object> => {
    const { adminUrl } = server.database;
    return { ...(await tableChecksums(adminUrl, WRITTEN)), jobs: await sql(adminUrl, JOBS) };
  };
  let before: object;
  beforeAll(async () => void (before = await state()));
  afterAll(async () => expect(await state()).toEqual(before));

  const WRITES: Record<string, string> = {
    closePeriod: 'closePeriod(input: { period: "2011" }) { closedPeriod { version } userErrors { code } }',
    requestDossierAccess:
      'requestDossierAccess(input: { accountId: $id, purpose: "想看一看", sections: [KEY_PERSONS] }) { grant { id } userErrors { code } }',
    saveKeyPerson:
      'saveKeyPerson(input: { accountId: $id, name: "某某" }) { keyPersonId userErrors { code } }',
    assignAccountTeam:
      'assignAccountTeam(input: { accountId: $id, expectedVersion: 1 }) { account { id } userErrors { code } }',
  };
  const NOT_FOUND = 'NOT_FOUND';
  const FORBIDDEN = 'FORBIDDEN';
  const refusals: [username: string, codes: Record<string, string>][] = [
    [
      'zj.director',
      {
        closePeriod: FORBIDDEN,
        requestDossierAccess: NOT_FOUND,
        saveKeyPerson: FORBIDDEN,
        assignAccountTeam: NOT_FOUND,
      },
    ],
    [
      'sz.manager',
      {
        closePeriod: FORBIDDEN,
        requestDossierAccess: NOT_FOUND,
        saveKeyPerson: FORBIDDEN,
        assignAccountTeam: FORBIDDEN,
      },
    ],
    ['auditor', { closePeriod: FORBIDDEN, requestDossierAccess: FORBIDDEN, saveKeyPerson: FORBIDDEN }],
    [
      'express.analyst',
      { closePeriod: FORBIDDEN, requestDossierAccess: FORBIDDEN, assignAccountTeam: FORBIDDEN },
    ],
    ['ingest', { closePeriod: FORBIDDEN, requestDossierAccess: FORBIDDEN, saveKeyPerson: FORBIDDEN }],
  ];
  it.each(refusals)('%s is refused %j', async (username, codes) => {
    const ask = await server.as(username);
    for (const [mutation, code] of Object.entries(codes)) {
      const { data, errors } = await ask<Record<string, { userErrors: { code: string }[] }>>(
        `mutation Try${mutation === 'closePeriod' ? '' : '($id: ID!)'} { ${WRITES[mutation]} }`,
        mutation === 'closePeriod' ? {} : { id: known },
      );
      const told = errors?.[0]?.extensions.code ?? data?.[mutation]?.userErrors[0]?.code;
      expect([mutation, told]).toEqual([mutation, code]);
    }
  });

  it.each(['auditor', 'sz.manager', 'gz.custodian', 'express.analyst'])(
    '%s imports nothing',
    async (username) => {
      for (const kind of ['accounts', 'usage', 'organisations'] as const) {
        const { status, text } = await post(server, username, kind, readFileSync(files.usage));
        expect([kind, status, (JSON.parse(text) as { code: string }).code]).toEqual([kind, 403, FORBIDDEN]);
      }
    },
  );

  it('nobody at all is asked to sign in, everywhere', async () => {
    for (const query of [
      '{ board(line: EXPRESS, period: "2011") { size } }',
      '{ accounts { edges { node { name } } } }',
      `{ account(id: "${known}") { name } }`,
      '{ accessRegister { edges { node { readerName } } } }',
      '{ importJobs { edges { node { fileName } } } }',
      '{ organisationTree { organisation { code } } }',
      '{ staff { edges { node { name } } } }',
      ...Object.values(WRITES).map((write) => `mutation { ${write.replaceAll('$id', `"${known}"`)} }`),
    ]) {
      const { text, errors } = await server.nobody(query);
      expect([query, errors?.map(({ extensions }) => extensions.code)]).toEqual([query, ['UNAUTHENTICATED']]);
      expectOnly(text, 'none');
    }
    expect((await server.nobody('{ viewer { name } }')).data).toEqual({ viewer: null });
    expect((await post(server, null, 'usage', readFileSync(files.usage))).status).toBe(401);
    expect((await download(server, null, usageJob.errorsHref ?? '')).status).toBe(401);
  });
});

describe('ingest and auditor', () => {
  it('ingest imports and reads neither accounts nor boards nor the register', async () => {
    const ask = await server.as('ingest');
    for (const query of [
      '{ board(line: EXPRESS, period: "2011") { size } }',
      '{ accounts { edges { node { name } } } }',
      `{ account(id: "${known}") { name } }`,
      '{ accessRegister { edges { node { readerName } } } }',
      '{ staff { edges { node { name } } } }',
    ]) {
      const { text, errors } = await ask(query);
      expect([query, errors?.map(({ extensions }) => extensions.code)]).toEqual([query, ['FORBIDDEN']]);
      expectOnly(text, 'none');
    }
  });

  it('auditor sees every board, and of imports what they came to but not their rows', async () => {
    const ask = await server.as('auditor');
    await expectBoards(ask, '440100', 'PARCEL', (period) => expected.board('440100', 'PARCEL', period));
    const { data } = await ask<{ importJobs: { edges: { node: ImportJob }[] } }>(
      '{ importJobs { edges { node { rowsBad errorsHref errors { inputRow } } } } }',
    );
    expect(data?.importJobs.edges.map(({ node }) => node)).toContainEqual({
      rowsBad: usageJob.rowsBad,
      errorsHref: null,
      errors: null,
    });
  });

  it('a job’s bad rows are for who may import them, in its scope', async () => {
    expect((await download(server, 'ingest', usageJob.errorsHref ?? '')).status).toBe(200);
    for (const username of ['auditor', 'zj.director', 'gz.manager', 'express.analyst']) {
      const { status, text } = await download(server, username, usageJob.errorsHref ?? '');
      expect([username, status]).toEqual([username, 404]);
      expect(text).not.toContain('POSTAGE');
    }
  });
});

describe('zj.director imports the file of the whole nation', () => {
  it('and every row of another province is a bad row that changes nothing', async () => {
    const { adminUrl } = server.database;
    const before = await tableChecksums(adminUrl, ['accounts', 'usage_facts', 'usage_rollups']);
    const own = (rows: Record<string, string>[]): number =>
      rows.filter(
        ({ account_no, line }) => line !== 'POSTAGE' && expected.cityOf(account_no).startsWith('33'),
      ).length;
    for (const kind of ['accounts', 'usage'] as const) {
      const rows = csvTable(files[kind]);
      expect(await upload(server, 'zj.director', kind, files[kind])).toMatchObject({
        status: 'DONE',
        rowsNew: '0',
        rowsChanged: '0',
        rowsSame: String(own(rows)),
        rowsBad: String(rows.length - own(rows)),
      });
    }
    expect(await tableChecksums(adminUrl, ['accounts', 'usage_facts', 'usage_rollups'])).toEqual(before);
  });
});
