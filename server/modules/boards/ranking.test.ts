import * as fc from 'fast-check';
import { BoardArithmetic, type PlainRank } from '../../../test/kit/board-arithmetic';
import {
  addFacts,
  administer,
  fillWorld,
  worldAccounts,
  type WorldFact,
} from '../../../test/kit/board-world';
import { useDatabase } from '../../../test/kit/database';
import { Database } from '../../db/database';
import { BoardRefresher } from './board-refresher.service';

const one = useDatabase();
const two = useDatabase();
const accounts = worldAccounts(45);
const MONTHS = ['2024-11', '2024-12', '2025-01', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02'];
const PERIODS = [...MONTHS, '2024-Q4', '2025-Q1', '2025-Q4', '2026-Q1', '2024', '2025', '2026'];
const LINES = ['EXPRESS', 'LETTER'];
const ORGANISATIONS = [
  '000000',
  '440000',
  '330000',
  '110000',
  '440100',
  '440300',
  '330100',
  '330200',
  '110100',
];

/** Figures as a map, so that a later one of the same account, line and month replaces the earlier. */
const facts = fc
  .array(
    fc.record({
      account: fc.constantFrom(...accounts.map(({ key }) => key)),
      line: fc.constantFrom(...LINES),
      month: fc.constantFrom(...MONTHS),
      // Few values, so that ties are the rule, at the last rank too; refunds and zeros among them.
      revenue: fc.oneof(fc.constantFrom(-100, 0, 100, 200, 300), {
        weight: 2,
        arbitrary: fc.integer({ min: -9_999, max: 99_999 }),
      }),
      volume: fc.integer({ min: -5, max: 900 }),
    }),
    { minLength: 1_400, maxLength: 1_800 },
  )
  .map((list): WorldFact[] => [
    ...new Map(
      list.map((fact) => [`${fact.account} ${fact.line} ${fact.month}`, withStrongProvince(fact)]),
    ).values(),
  ]);

/** One province fills most of the nation's board, so that it matters how deep provinces are merged. */
function withStrongProvince(fact: WorldFact): WorldFact {
  const isStrong = fact.account.startsWith('44') && fact.revenue > 300;
  return isStrong ? { ...fact, revenue: fact.revenue + 1_000_000 } : fact;
}

interface StoredRank extends PlainRank {
  organisation: string;
  line: string;
  period: string;
}

async function storedBoards(adminUrl: string): Promise<Map<string, PlainRank[]>> {
  const { rows } = await administer(adminUrl, (client) =>
    client.query<StoredRank>(`SELECT o.code AS organisation, s.line, s.period,
        left(p.code, 2) || ':' || a.account_no AS account, e.rank, e.previous_rank AS "previousRank",
        e.revenue::float8 AS revenue, e.volume::float8 AS volume, e.revenue_year_earlier::float8 AS "yearEarlier"
      FROM board_snapshots s JOIN organisations o ON o.id = s.organisation_id
      JOIN board_entries e ON e.snapshot_id = s.id AND e.rank <= s.size
      JOIN accounts a ON a.province_id = e.province_id AND a.id = e.account_id
      JOIN organisations p ON p.id = a.province_id WHERE s.version = 0 ORDER BY s.id, e.position`),
  );
  const boards = new Map<string, PlainRank[]>();
  for (const { organisation, line, period, ...row } of rows) {
    const key = `${organisation} ${line} ${period}`;
    boards.set(key, [...(boards.get(key) ?? []), row]);
  }
  return boards;
}

async function storedTotals(adminUrl: string): Promise<Map<string, number>> {
  const { rows } = await administer(adminUrl, (client) =>
    client.query<{ key: string; revenue: number }>(`SELECT o.code || ' ' || s.line || ' ' || s.period AS key,
        t.revenue::float8 AS revenue
      FROM board_snapshots s JOIN organisations o ON o.id = s.organisation_id
      JOIN board_totals t ON t.snapshot_id = s.id WHERE s.version = 0`),
  );
  return new Map(rows.map(({ key, revenue }) => [key, revenue]));
}

describe('ranking', () => {
  let first: Database;
  let second: Database;
  beforeAll(async () => {
    first = await Database.open(one.appUrl, { poolSize: 4 });
    second = await Database.open(two.appUrl, { poolSize: 4 });
  });
  afterAll(() => Promise.all([first.close(), second.close()]));

  it('gives every board as counting one by one does, whatever the order figures arrived in', async () => {
    await fc.assert(
      fc.asyncProperty(facts, fc.integer({ min: 50, max: 60 }), async (figures, size) => {
        await fillWorld(one.adminUrl, accounts);
        await fillWorld(two.adminUrl, accounts, true);
        const resize = `INSERT INTO board_sizes SELECT id, ${size} FROM organisations WHERE code = '440000'`;
        for (const { adminUrl } of [one, two]) await administer(adminUrl, (client) => client.query(resize));

        // The first at once; the second from the last month to the first, some of it wrong and then corrected.
        await addFacts(one.adminUrl, accounts, figures);
        await new BoardRefresher(first).refresh();
        for (const month of [...MONTHS].reverse()) {
          const part = figures.filter((fact) => fact.month === month);
          const wrong = part.slice(0, 20).map((fact) => ({ ...fact, revenue: fact.revenue + 77_777 }));
          await addFacts(two.adminUrl, accounts, [...wrong, ...part.slice(20)].reverse());
          await new BoardRefresher(second).refresh();
          await addFacts(two.adminUrl, accounts, part.slice(0, 20));
        }
        await new BoardRefresher(second).refresh();

        const expected = new BoardArithmetic(accounts, figures, (code) => (code === '440000' ? size : 100));
        const boards = await storedBoards(one.adminUrl);
        const totals = await storedTotals(one.adminUrl);
        for (const organisation of ORGANISATIONS)
          for (const line of LINES)
            for (const period of PERIODS) {
              const key = `${organisation} ${line} ${period}`;
              expect({ key, rows: boards.get(key) ?? [] }).toEqual({
                key,
                rows: expected.board(organisation, line, period),
              });
              expect(totals.get(key) ?? null).toBe(expected.total(organisation, line, period));
            }
        const sorted = (map: Map<string, unknown>): string => JSON.stringify([...map].sort());
        expect(sorted(await storedBoards(two.adminUrl))).toBe(sorted(boards));
        expect(sorted(await storedTotals(two.adminUrl))).toBe(sorted(totals));
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 60_000);
});
