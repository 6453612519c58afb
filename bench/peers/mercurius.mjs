// mercurius with loaders and jit on the same tables: no sign-in, no scope, no field classes.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';
import { accountId, ready, settings, yearOf, yearOnYear, yuan } from './peer.mjs';

const { databaseUrl, poolSize } = settings();
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
const rowsOf = async (name, text, values) => (await pool.query({ name, text, values })).rows;

const schema = `
type Query { board(organisationCode: String!, line: String!, period: String!): Board }
type Board { organisation: Organisation! line: String! period: String! size: Int! isFrozen: Boolean! asOf: String!
  totalRevenue: String entries(first: Int): BoardEntryConnection! }
type BoardEntryConnection { edges: [BoardEntryEdge!]! }
type BoardEntryEdge { node: BoardEntry! }
type BoardEntry { rank: Int! previousRank: Int revenue: String volume: String revenueYearEarlier: String
  yearOnYear: Float share: Float account: Account! months(last: Int = 12): [MonthlyUsage!] }
type MonthlyUsage { month: String! revenue: String volume: String }
type Account { id: ID! accountNo: String! name: String! organisation: Organisation! grade: String manager: StaffMember }
type Organisation { code: String! name: String! parent: Organisation }
type StaffMember { name: String! }`;

const resolvers = {
  Query: {
    board: async (_, { organisationCode, line, period }) => {
      const [row] = await rowsOf(
        'board',
        `SELECT b.id, b.size, b.version > 0 AS "isFrozen", b.as_of, t.revenue AS total, b.organisation_id
         FROM board_snapshots b JOIN board_totals t ON t.snapshot_id = b.id
         WHERE b.organisation_id = (SELECT id FROM organisations WHERE code = $1) AND b.line = $2 AND b.period = $3
         ORDER BY b.version DESC LIMIT 1`,
        [organisationCode, line, period],
      );
      return { ...row, line, period, asOf: row.as_of.toISOString(), totalRevenue: yuan(row.total) };
    },
  },
  Board: {
    entries: async (board, { first }) => {
      const rows = await rowsOf(
        'entries',
        `SELECT rank, previous_rank, revenue, volume, revenue_year_earlier, province_id, account_id FROM board_entries
         WHERE snapshot_id = $1 ORDER BY position LIMIT $2`,
        [board.id, first],
      );
      const year = yearOf(board.period);
      return {
        edges: rows.map((row) => ({
          node: {
            ...row,
            line: board.line,
            year,
            previousRank: row.previous_rank,
            revenue: yuan(row.revenue),
            revenueYearEarlier: yuan(row.revenue_year_earlier),
            yearOnYear: yearOnYear(row.revenue, row.revenue_year_earlier),
            share: row.revenue / board.total,
          },
        })),
      };
    },
  },
};

/** A loader whose parents' keys go to one statement as arrays; `pick` finds what belongs to a parent. */
const loader = (load) => ({
  loader: async (queries) => load(queries.map(({ obj }) => obj)),
  opts: { cache: false },
});
const keyOf = ({ province_id, account_id }) => `${province_id}:${account_id}`;
const keysOf = (entries) => [entries.map((one) => one.province_id), entries.map((one) => one.account_id)];

async function organisations(ids) {
  const rows = await rowsOf(
    'organisations',
    `SELECT o.id, o.code, v.name, v.parent_id FROM organisations o
     JOIN organisation_versions v ON v.organisation_id = o.id AND v.valid_to IS NULL WHERE o.id = ANY ($1::int[])`,
    [[...new Set(ids)]],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

const loaders = {
  Board: { organisation: loader((boards) => organisations(boards.map((board) => board.organisation_id))) },
  BoardEntry: {
    account: loader(async (entries) => {
      const rows = await rowsOf(
        'accounts',
        `SELECT a.province_id, a.id AS account_id, a.account_no AS "accountNo", a.name, a.grade, a.organisation_id
         FROM unnest($1::int[], $2::bigint[]) AS k (province_id, id) JOIN accounts a USING (province_id, id)`,
        keysOf(entries),
      );
      const byKey = new Map(rows.map((row) => [keyOf(row), row]));
      return entries.map((entry) => {
        const row = byKey.get(keyOf(entry));
        return { ...row, id: accountId(row.province_id, row.account_id) };
      });
    }),
    months: loader(async (entries) => {
      const [{ line, year }] = entries;
      const rows = await rowsOf(
        'months',
        `SELECT f.province_id, f.account_id, f.month, f.revenue, f.volume
         FROM unnest($1::int[], $2::bigint[]) AS k (province_id, account_id) JOIN usage_facts f USING (province_id, account_id)
         WHERE f.line = $3 AND f.month BETWEEN $4 AND $5 ORDER BY f.month`,
        [...keysOf(entries), line, year.first, year.last],
      );
      const byKey = new Map(entries.map((entry) => [keyOf(entry), []]));
      for (const row of rows)
        byKey.get(keyOf(row)).push({ month: row.month, revenue: yuan(row.revenue), volume: row.volume });
      return entries.map((entry) => byKey.get(keyOf(entry)));
    }),
  },
  Account: {
    organisation: loader((accounts) => organisations(accounts.map((account) => account.organisation_id))),
    manager: loader(async (accounts) => {
      const rows = await rowsOf(
        'managers',
        `SELECT t.province_id, t.account_id, s.name
         FROM unnest($1::int[], $2::bigint[]) AS k (province_id, account_id) JOIN account_team t USING (province_id, account_id)
         JOIN staff s ON s.province_id = t.province_id AND s.id = t.staff_id WHERE t.role = 'MANAGER'`,
        keysOf(accounts),
      );
      const byKey = new Map(rows.map((row) => [keyOf(row), row]));
      return accounts.map((account) => byKey.get(keyOf(account)) ?? null);
    }),
  },
  Organisation: { parent: loader((children) => organisations(children.map((child) => child.parent_id))) },
};

const app = Fastify();
app.register(mercurius, { schema, resolvers, loaders, jit: 1 });
await app.listen({ port: 0, host: '127.0.0.1' });
ready(app.server.address().port);
