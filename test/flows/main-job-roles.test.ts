import { seedPeople } from '../kit/demo';
import { PlainBoards, type PlainBoard } from '../kit/plain-boards';
import { csvTable, sampleFiles } from '../kit/sample-files';
import { useServer, type Answer, type Ask } from '../kit/server';
import { temporaryFolder } from '../kit/temporary-folder';
import { accountId, askBoards, expectBoards, LINES, PERIODS, upload } from './main-job-stage';

const folder = temporaryFolder();
const files = sampleFiles(folder);
const expected = new PlainBoards(csvTable(files.accounts), csvTable(files.usage));
const server = useServer(seedPeople, { DATA_DIR: folder });
const ALL = expected.accountsOf('000000');
/** An account of Guangzhou that is on its city's express board of 2011. */
const [{ accountNo: KNOWN }] = expected.board('440100', 'EXPRESS', '2011').entries;
let known: string;

beforeAll(async () => {
  await upload(server, 'ingest', 'accounts', files.accounts);
  await upload(server, 'ingest', 'usage', files.usage);
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

const noBoard = (): null => null;

/** Every way to an account: by id, node, number, name and place. */
function waysTo(ask: Ask, accountNo: string, id: string): ReturnType<Ask> {
  return ask(
    `query Ways($id: ID!, $no: String!, $name: String!, $city: String!) {
      byId: account(id: $id) { accountNo usage(line: EXPRESS) { month } dossier { contact { phone } } }
      byNode: node(id: $id) { id }
      byNodes: nodes(ids: [$id]) { id }
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
  expect(data).toEqual({
    byId: null,
    byNode: null,
    byNodes: [null],
    byNumber: null,
    byName: none,
    byPlace: none,
  });
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
      byNode: { id: known },
      byNodes: [{ id: known }],
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
