import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BoardArithmetic } from '../../../test/kit/board-arithmetic';
import type { WorldFact } from '../../../test/kit/board-world';
import { useBoards } from '../../../test/kit/boards-stage';
import { Role } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import { encodeId } from '../../graphql/global-id';

const stage = useBoards(60);
const TOP_100 = readFileSync(join(__dirname, '../../../client-examples/operations/top-100.graphql'), 'utf8');
const BOARD = `query Board($organisationId: ID, $line: BusinessLine = EXPRESS, $period: Period = "2026-01", $first: Int, $after: String) {
  board(organisationId: $organisationId, line: $line, period: $period) {
    organisation { code } size isFrozen asOf calibre { name } totalRevenue
    entries(first: $first, after: $after) { edges { cursor node { rank previousRank revenue volume revenueYearEarlier
      yearOnYear share account { accountNo organisation { code } } } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
const MONTHS = ['2025-01', '2025-12', '2026-01'];
const facts: WorldFact[] = [];
let arithmetic: BoardArithmetic;

interface Row {
  rank: number;
  previousRank: number | null;
  revenue: string | null;
  share: number | null;
  yearOnYear: number | null;
  revenueYearEarlier: string | null;
  account: { accountNo: string; organisation: { code: string } };
}
const rowsOf = ({ data }: { data: { board: { entries: { edges: { node: Row }[] } } } }): Row[] =>
  data.board.entries.edges.map(({ node }) => node);
/** As the arithmetic names accounts. */
const keyOf = ({ account }: Row): string => `${account.organisation.code.slice(0, 2)}:${account.accountNo}`;

beforeAll(async () => {
  stage.accounts.forEach(({ key }, i) => {
    for (const [at, month] of MONTHS.entries())
      facts.push({
        account: key,
        line: 'EXPRESS',
        month,
        revenue: ((i * 7 + at * 3) % 90) * 1_000 - 500,
        volume: i,
      });
    facts.push({ account: key, line: 'LETTER', month: '2026-01', revenue: i, volume: 1 });
  });
  await stage.add(facts);
  await stage.boards.refresher.refresh();
  arithmetic = new BoardArithmetic(stage.accounts, facts);
  await stage.sql(`INSERT INTO staff (province_id, city_id, organisation_id, username, name, roles)
    SELECT p.id, c.id, c.id, 'm' || c.code, '经理' || c.code, '{ACCOUNT_MANAGER}'
    FROM organisations c JOIN organisations p ON p.code = left(c.code, 2) || '0000' WHERE c.level = 'CITY'`);
  await stage.sql(`INSERT INTO account_team (province_id, account_id, staff_id, city_id, role)
    SELECT a.province_id, a.id, s.id, a.city_id, 'MANAGER' FROM accounts a JOIN staff s ON s.city_id = a.city_id`);
}, 60_000);

describe('a board', () => {
  it('shows the nation everything', async () => {
    const answer = await stage.ask(stage.viewer('000000'), BOARD);
    const expected = arithmetic.board('000000', 'EXPRESS', '2026-01');
    const total = arithmetic.total('000000', 'EXPRESS', '2026-01') ?? 0;
    expect(expected.length).toBeGreaterThan(100); // ties at rank 100 are all there
    expect(rowsOf(answer).map((row) => [keyOf(row), row.rank, row.previousRank])).toEqual(
      expected.map(({ account, rank, previousRank }) => [account, rank, previousRank]),
    );
    expect(answer.data.board).toMatchObject({
      organisation: { code: '000000' },
      size: 100,
      isFrozen: false,
      calibre: { name: '邮政计收口径' },
      totalRevenue: (total / 100).toFixed(2),
    });
    rowsOf(answer).forEach((row, at) => {
      const { revenue, yearEarlier } = expected[at];
      expect(Number(row.revenue)).toBeCloseTo(revenue / 100, 2);
      expect(row.share).toBeCloseTo(revenue / total, 12);
      expect(Number(row.revenueYearEarlier)).toBeCloseTo((yearEarlier ?? NaN) / 100, 2);
      expect(row.yearOnYear).toBeCloseTo((revenue - (yearEarlier ?? NaN)) / Math.abs(yearEarlier ?? NaN), 12);
    });
    expect(answer.codes).toEqual([]);
  });

  it.each(['440000', '440100'])(
    'above %s shows own rows with their rank there, no total, no share',
    async (code) => {
      const viewer = stage.viewer(code);
      const answer = await stage.ask(viewer, BOARD, { organisationId: stage.idOf('000000') });
      const prefix = code.replace(/(00)+$/, '');
      const own = new Set(stage.accounts.filter(({ city }) => city.startsWith(prefix)).map(({ key }) => key));
      const expected = arithmetic
        .board('000000', 'EXPRESS', '2026-01')
        .filter(({ account }) => own.has(account))
        .map(({ account, rank }) => [account, rank]);
      expect(expected.length).toBeGreaterThan(5);
      expect(rowsOf(answer).map((row) => [keyOf(row), row.rank])).toEqual(expected);
      expect(rowsOf(answer).every(({ share, revenue }) => share === null && revenue !== null)).toBe(true);
      expect(answer.data.board.totalRevenue).toBeNull();
      expect(answer).toMatchObject({ codes: [], withheld: [] });
    },
  );

  it('is by default one’s own, for a bureau and a base unit that of the organisation above', async () => {
    const organisationOf = async (viewer: Viewer): Promise<string> =>
      (await stage.ask(viewer, BOARD)).data.board.organisation.code as string;
    for (const code of ['000000', '440000', '440100'])
      expect(await organisationOf(stage.viewer(code))).toBe(code);
    expect(await organisationOf(stage.viewer('440009'))).toBe('440000');
    expect(await organisationOf(stage.viewer('440199'))).toBe('440100');
    expect(rowsOf(await stage.ask(stage.viewer('440199'), BOARD))).toEqual([]); // it serves nobody
  });

  it('is one line for a bureau', async () => {
    const bureau = stage.viewer('440009');
    expect(bureau.scope.line).toBe('EXPRESS');
    const own = await stage.ask(bureau, BOARD);
    expect(rowsOf(own).map(keyOf)).toEqual(
      arithmetic.board('440000', 'EXPRESS', '2026-01').map(({ account }) => account),
    );
    expect(own.data.board.totalRevenue).not.toBeNull();
    expect((await stage.ask(bureau, BOARD, { line: 'LETTER' })).data.board).toBeNull();
    expect((await stage.ask(stage.viewer('440000'), BOARD, { line: 'LETTER' })).data.board).not.toBeNull();
  });

  it('of anybody else is null, as an unknown one is', async () => {
    const strangers = ['330000', '330100', '440199', '440009'].map((code) => stage.idOf(code));
    for (const id of [
      ...strangers,
      encodeId('Organisation', 0, 99_999),
      encodeId('Account', 0, 1),
      'x',
      '-1',
    ]) {
      const answer = await stage.ask(stage.viewer('440000'), BOARD, { organisationId: id });
      expect(answer).toMatchObject({ data: { board: null }, codes: [], statements: 0, registered: [] });
    }
  });

  it('without any figures is empty, not null', async () => {
    const { data, codes } = await stage.ask(stage.viewer('440000'), BOARD, { period: '2031-Q2' });
    expect(data.board).toMatchObject({
      size: 100,
      isFrozen: false,
      totalRevenue: null,
      entries: { edges: [] },
    });
    expect(codes).toEqual([]);
  });

  it('comes in pages that make up the whole', async () => {
    const viewer = stage.viewer('440000');
    const whole = rowsOf(await stage.ask(viewer, BOARD)).map(keyOf);
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const answer = await stage.ask(viewer, BOARD, { first: 17, after });
      paged.push(...rowsOf(answer).map(keyOf));
      ({ endCursor: after, hasNextPage: more } = answer.data.board.entries.pageInfo);
    }
    expect(paged).toEqual(whole);
    const token = stage.viewer('440000', Role.DIRECTOR, { kind: 'TOKEN', staffId: 0, tokenId: 1 });
    const codesOf = async (who: Viewer, given: object): Promise<string[]> =>
      (await stage.ask(who, BOARD, { ...given })).codes;
    expect(await codesOf(viewer, { first: 101 })).toEqual(['BAD_USER_INPUT']);
    expect(await codesOf(viewer, { first: 0 })).toEqual(['BAD_USER_INPUT']);
    expect(await codesOf(token, { first: 1_000 })).toEqual([]);
    expect(await codesOf(token, { first: 1_001 })).toEqual(['BAD_USER_INPUT']);
    for (const cursor of ['x', encode([1.5]), encode([-1]), encode([1e300]), encode(['1'])])
      expect(await codesOf(viewer, { after: cursor })).toEqual(['BAD_USER_INPUT']);
  });

  it('is refused without boards:read, before anything is read', async () => {
    const answer = await stage.ask(stage.viewer('440000', Role.CUSTODIAN), BOARD);
    expect(answer).toMatchObject({ data: { board: null }, codes: ['FORBIDDEN'], statements: 0 });
  });

  it('withholds figures, and nothing else, from whoever may not open dossiers', async () => {
    const viewer = stage.viewer('440000');
    const capabilities = new Set([...viewer.capabilities].filter((one) => one !== 'dossier:read'));
    const answer = await stage.ask({ ...viewer, capabilities }, BOARD);
    expect(rowsOf(answer)).toHaveLength(arithmetic.board('440000', 'EXPRESS', '2026-01').length);
    expect(rowsOf(answer).every(({ revenue, share }) => revenue === null && share === null)).toBe(true);
    expect(answer.withheld).toContain('board.totalRevenue');
    expect(answer.registered.every(({ outcome }) => outcome === 'REFUSED')).toBe(true);
  });

  it('is registered with every account whose figures were read, and not where none were asked for', async () => {
    const { data, registered } = await stage.ask(stage.viewer('440100'), BOARD);
    const read = registered.flatMap(({ outcome, accountIds }) => (outcome === 'READ' ? accountIds : []));
    expect(new Set(read).size).toBe(data.board.entries.edges.length);
    const open = `{ board(line: EXPRESS, period: "2026-01") { entries { edges { node { rank account { name } } } } } }`;
    expect((await stage.ask(stage.viewer('440100'), open)).registered).toEqual([]);
  });
});

describe('the Top-100 of the clients', () => {
  it.each(['000000', '440000', '440100'])(
    'takes three statements for 1, 10 or 100 rows: %s',
    async (code) => {
      for (const first of [1, 10, 100]) {
        const { data, codes, statements } = await stage.ask(stage.viewer(code), TOP_100, {
          line: 'EXPRESS',
          period: '2026-01',
          first,
        });
        expect(codes).toEqual([]);
        const [{ node }] = data.board.entries.edges as { node: TopRow }[];
        expect(node.account.manager.name).toBe(`经理${node.account.organisation.code}`);
        expect(node.months.map(({ month }) => month)).toEqual(
          Array.from({ length: 12 }, (_, i) =>
            i < 11 ? `2025-${String(i + 2).padStart(2, '0')}` : '2026-01',
          ),
        );
        expect(node.months.at(-1)?.revenue).toBe((node as unknown as Row).revenue);
        expect(statements).toBe(3);
      }
    },
  );

  it('keeps the rows of a page for whoever has the same scope, and for nobody else', async () => {
    const top = (viewer: Viewer, period = '2025-12'): ReturnType<typeof stage.ask> =>
      stage.ask(viewer, TOP_100, { line: 'EXPRESS', period });
    const first = await top(stage.viewer('440000'));
    const colleague = await top(stage.viewer('440000'));
    expect([first.statements, colleague.statements]).toEqual([3, 1]); // the header, which names the ranking
    expect(colleague.data).toEqual(first.data);
    expect(colleague.registered).toHaveLength(first.registered.length);
    // The same board, seen by a city: its own rows of it, read under its own scope.
    const board = { line: 'EXPRESS', period: '2025-12', organisationId: stage.idOf('440000') };
    const city = await stage.ask(stage.viewer('440100'), TOP_100, board);
    expect(city.statements).toBe(3);
    const cities = rowsOf(city).map(({ account }) => account.organisation.code);
    expect(cities.length).toBeGreaterThan(0);
    expect(cities.every((code) => code === '440100')).toBe(true);
  });

  it('shows a new ranking at once, kept rows or not', async () => {
    const top = (): ReturnType<typeof stage.ask> =>
      stage.ask(stage.viewer('330000'), TOP_100, { line: 'EXPRESS', period: '2026-01' });
    const before = rowsOf(await top());
    await stage.add([
      { account: keyOf(before[1]), line: 'EXPRESS', month: '2026-01', revenue: 9_999_900, volume: 1 },
    ]);
    await stage.boards.refresher.refresh();
    const [leader] = rowsOf(await top());
    expect([keyOf(leader), leader.revenue]).toEqual([keyOf(before[1]), '99999.00']);
  });

  it('ends the months with this one while the period lasts, and refuses more than 36', async () => {
    const [{ year }] = await stage.sql<{ year: string }>(
      `SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') AS year`,
    );
    await stage.add([{ account: '44:10000', line: 'PRESS', month: `${year}-01`, revenue: 1, volume: 1 }]);
    await stage.boards.refresher.refresh();
    const months = (
      last: number,
    ): string => `{ board(line: PRESS, period: "${year}") { entries { edges { node {
      two: months(last: 2) { month } months(last: ${last}) { month } } } } } }`;
    const { data } = await stage.ask(stage.viewer('000000'), months(36));
    const [{ node }] = data.board.entries.edges as { node: Record<string, { month: string }[]> }[];
    const [{ month }] = await stage.sql<{ month: string }>(
      `SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month`,
    );
    expect(node.months).toHaveLength(36);
    expect([node.months.at(-1)?.month, node.two.at(-1)?.month]).toEqual([month, month]);
    for (const last of [0, 37])
      expect((await stage.ask(stage.viewer('000000'), months(last))).codes).toEqual(['BAD_USER_INPUT']);
  });
});

interface TopRow {
  account: { organisation: { code: string }; manager: { name: string } };
  months: { month: string; revenue: string }[];
}

const encode = (keys: unknown[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url');
