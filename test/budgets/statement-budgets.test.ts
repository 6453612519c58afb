import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Loaders } from '../../server/context/loaders';
import type { RequestContext } from '../../server/context/request-context';
import { DEMO_LAST_MONTH, seedWholeDemo } from '../kit/demo';
import { useServer, type Answer } from '../kit/server';
import { sql } from '../kit/sql';
import { statementMeter, type Statements } from '../kit/statement-meter';

// Nothing is kept between requests: what the first one pays is counted.
const server = useServer(seedWholeDemo, { BOARD_PAGE_MS: '0' });
const measure = statementMeter();
const ROWS = [1, 10, 100];

/** How many statements an operation takes, whatever the number of rows. */
interface Budget {
  /** As whom. */
  as: string;
  query: string;
  /** Variables beside `$first`. */
  variables?: object;
  /** Where the rows are in the answer. */
  rows: string[];
  asked: number;
  registered: number;
}

const operation = (name: string): string =>
  readFileSync(join(__dirname, `../../client-examples/operations/${name}.graphql`), 'utf8');

const BUDGETS: Record<string, Budget> = {
  'the Top-100 board, compiled': {
    as: 'gd.director',
    query: operation('top-100'),
    variables: { line: 'EXPRESS', period: DEMO_LAST_MONTH },
    rows: ['board', 'entries', 'edges'],
    asked: 3, // header, entries, months
    registered: 1, // the board’s total and its rows together
  },
  'the Top-100 board, interpreted, with managers': {
    as: 'gd.director',
    query: `query Top($first: Int, $line: BusinessLine!, $period: Period!) { board(line: $line, period: $period) {
      totalRevenue entries(first: $first) { edges { node { rank revenue volume share
        account { name organisation { name parent { name } } industry { name } manager { name organisation { name } } }
        months { month revenue } } } } } }`,
    variables: { line: 'EXPRESS', period: DEMO_LAST_MONTH },
    rows: ['board', 'entries', 'edges'],
    asked: 3, // a rank comes with its account and manager
    registered: 1,
  },
  'accounts with organisation, industry and manager': {
    as: 'gd.director',
    query: operation('accounts'),
    rows: ['accounts', 'edges'],
    asked: 3, // accounts, teams, staff
    registered: 0,
  },
  'accounts with usage and dossier': {
    as: 'gd.director',
    query: `query Dossiers($first: Int) { accounts(first: $first) { edges { node { name usage(line: EXPRESS) { revenue }
      dossier { basic { nature reputation } contact { phone } keyPersons { name } } } } } }`,
    rows: ['accounts', 'edges'],
    asked: 4, // accounts, standings, basics, months; contacts and key persons are withheld
    registered: 1,
  },
  'requests to read dossiers': {
    as: 'gz.custodian',
    query: `query Requests($first: Int) { dossierAccessRequests(first: $first) { edges { node { status purpose
      requester { name organisation { name } } requesterOrganisation { name } decidedBy { name }
      account { name organisation { parent { name } } industry { name } } } } } }`,
    rows: ['dossierAccessRequests', 'edges'],
    asked: 3, // grants, staff, accounts
    registered: 0,
  },
  'the access register': {
    as: 'auditor',
    query: `query Register($first: Int) { accessRegister(first: $first) { edges { node { outcome fields
      reader { name } readerOrganisation { name } accounts { name organisation { name } } } } } }`,
    rows: ['accessRegister', 'edges'],
    asked: 3, // entries, staff, accounts
    registered: 1, // reading it is registered
  },
  'import jobs with their first bad rows': {
    as: 'gd.director',
    query: `query Jobs($first: Int) { importJobs(first: $first) { edges { node { fileName rowsBad errorsHref
      errors(first: 2) { line reason } } } } }`,
    rows: ['importJobs', 'edges'],
    asked: 2, // jobs, errors
    registered: 0,
  },
};

async function statementsAt({ as, query, variables, rows }: Budget, first: number): Promise<Statements> {
  const ask = await server.as(as);
  let answer: Answer | undefined;
  const statements = await measure(async () => (answer = await ask(query, { ...variables, first })));
  const found = rows.reduce<unknown>(
    (value, field) => (value as Record<string, unknown> | null)?.[field],
    answer?.data,
  );
  // A budget over fewer rows than were asked for would prove nothing.
  if (!Array.isArray(found) || found.length !== first)
    throw new Error(`not ${first} rows: ${answer?.text.slice(0, 500)}`);
  return statements;
}

async function expectWithin(budget: Budget): Promise<void> {
  for (const first of ROWS) {
    const { asked, registered, framing } = await statementsAt(budget, first);
    // BEGIN, the scope, COMMIT: one transaction.
    expect([first, asked.length, asked, registered, framing]).toEqual([
      first,
      budget.asked,
      asked,
      budget.registered,
      3,
    ]);
  }
}

beforeAll(async () => {
  const { adminUrl } = server.database;
  await sql(
    adminUrl,
    `WITH job AS (
       INSERT INTO import_jobs (province_id, kind, status, file_name, staff_id, rows_bad)
       SELECT s.province_id, 'USAGE', 'DONE', 'file ' || g, s.id, 3
       FROM generate_series(1, 120) g, staff s WHERE s.username = 'gd.director' RETURNING province_id, id)
     INSERT INTO import_errors (province_id, job_id, line_no, input_row, reason)
     SELECT province_id, id, line, 'x', 'line ' || line FROM job, generate_series(1, 3) line`,
  );
  await sql(
    adminUrl,
    `INSERT INTO access_grants (province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name,
       staff_organisation_id, purpose, sections, status, decided_at, decided_by_province_id, decided_by_id)
     SELECT a.province_id, a.id, a.city_id, a.unit_id, m.province_id, m.id, m.name, m.organisation_id, '客户走访',
       '{CONTACT}', 'REFUSED', now(), c.province_id, c.id
     FROM accounts a JOIN organisations o ON o.id = a.city_id AND o.code = '440100', staff m, staff c
     WHERE m.username = 'gz.manager' AND c.username = 'gz.custodian' LIMIT 120`,
  );
  const ask = await server.as('gz.manager');
  await ask('{ accounts(first: 100) { edges { node { dossier { keyPersons { name } } } } } }'); // fills the register
}, 120_000);

describe('the statements of an operation do not grow with its rows', () => {
  it.each(Object.entries(BUDGETS))('%s', async (_, budget) => expectWithin(budget));

  it('nor do those of one account with all of its dossier', async () => {
    const ask = await server.as('gz.manager');
    const { data } = await ask<{ accounts: { edges: { node: { id: string } }[] } }>(
      '{ accounts(first: 3) { edges { node { id } } } }',
    );
    const sizes = new Set<string>();
    for (const { node } of data?.accounts.edges ?? []) {
      const { asked, registered } = await measure(() => ask(operation('account-dossier'), { id: node.id }));
      sizes.add(`${asked.length} ${registered}`);
    }
    expect([...sizes]).toEqual(['5 1']); // account, standing, basics, contact, months
  });

  it.each([
    ['440100', 1],
    ['440000', 22],
    ['000000', 370],
  ])('nor does the tree of organisations below %s', async (rootCode, atLeast) => {
    const ask = await server.as('gz.manager');
    let nodes = 0;
    const { asked, framing } = await measure(async () => {
      const { data } = await ask<{ organisationTree: object[] }>(operation('organisation-tree'), {
        rootCode,
      });
      nodes = data?.organisationTree.length ?? 0;
    });
    expect(nodes).toBeGreaterThanOrEqual(atLeast);
    expect([asked, framing]).toEqual([[], 0]); // from memory, kept for three seconds
  });
});

describe('canary', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    'accounts with organisation, industry and manager',
    'accounts with usage and dossier',
    'requests to read dossiers',
    'the access register',
    'import jobs with their first bad rows',
  ])('%s: red where each row asks for itself', async (name) => {
    // Every look-up gets a loader of its own, so nothing is asked for together.
    jest.spyOn(Loaders.prototype, 'of').mockImplementation(function (this: Loaders, kind) {
      return kind(Reflect.get(this, 'context') as RequestContext);
    });
    await expect(expectWithin(BUDGETS[name])).rejects.toThrow(/toEqual/);
  });
});
