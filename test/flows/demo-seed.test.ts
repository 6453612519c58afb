import { DEMO_PASSWORD } from '../../server/db/seeds/demo/demo-password';
import { useDatabase, type TestDatabase } from '../kit/database';
import { runKam, startKam } from '../kit/kam';
import { patience } from '../kit/patience';
import { sql, tableChecksums } from '../kit/sql';

/** What the issue allows on a machine with nothing else to do. */
const MILLISECONDS = 20_000;
const KILLS = 2;

const whole = useDatabase();
const killed = useDatabase();
let milliseconds: number;

const variables = ({ adminUrl }: TestDatabase): Record<string, string> => ({
  NODE_ENV: 'development',
  DATABASE_URL: adminUrl,
});

/** Every table the seed fills, told without ids and moments; sealed values by their length, for they differ each time. */
const BUSINESS: Record<string, string> = {
  organisations: `SELECT o.code, o.level, o.business_line, v.valid_from, v.name, p.code FROM organisations o
    JOIN organisation_versions v ON v.organisation_id = o.id LEFT JOIN organisations p ON p.id = v.parent_id`,
  industries: 'SELECT * FROM industries',
  staff: `SELECT s.username, s.name, s.roles, o.code, p.code, c.code, l.is_demo FROM staff s
    JOIN organisations o ON o.id = s.organisation_id LEFT JOIN organisations p ON p.id = s.province_id
    LEFT JOIN organisations c ON c.id = s.city_id
    LEFT JOIN logins l ON l.staff_province_id = s.province_id AND l.staff_id = s.id`,
  accounts: `SELECT a.account_no, a.code, a.name, a.initials, a.uscc, a.industry_scheme, a.industry_code, a.category, a.grade,
    a.status, a.version, o.code, p.code, c.code, i.kind, i.key FROM accounts a JOIN organisations o ON o.id = a.organisation_id
    JOIN organisations p ON p.id = a.province_id JOIN organisations c ON c.id = a.city_id
    JOIN identities i ON i.id = a.identity_id`,
  teams: `SELECT a.account_no, s.username, t.role FROM account_team t
    JOIN accounts a ON a.province_id = t.province_id AND a.id = t.account_id
    JOIN staff s ON s.province_id = t.province_id AND s.id = t.staff_id`,
  facts: `SELECT a.account_no, f.line, f.month, f.volume, f.revenue, f.calibre_id FROM usage_facts f
    JOIN accounts a ON a.province_id = f.province_id AND a.id = f.account_id`,
  rollups: `SELECT a.account_no, r.line, r.period, r.volume, r.revenue FROM usage_periods r
    JOIN accounts a ON a.province_id = r.province_id AND a.id = r.account_id`,
  boards: `SELECT o.code, s.line, s.period, s.version, s.size, t.account_count, t.revenue FROM board_snapshots s
    JOIN organisations o ON o.id = s.organisation_id JOIN board_totals t ON t.snapshot_id = s.id`,
  ranks: `SELECT o.code, s.line, s.period, e.position, e.rank, e.previous_rank, e.volume, e.revenue, e.revenue_year_earlier,
    a.account_no FROM board_entries e JOIN board_snapshots s ON s.id = e.snapshot_id
    JOIN organisations o ON o.id = s.organisation_id
    JOIN accounts a ON a.province_id = e.province_id AND a.id = e.account_id`,
  marks: 'SELECT line, period FROM board_refreshes',
  contacts: `SELECT a.account_no, d.address, d.postcode, d.contact_name, d.phone, d.fax, d.email FROM account_contacts d
    JOIN accounts a ON a.province_id = d.province_id AND a.id = d.account_id`,
  ...Object.fromEntries(
    [
      [
        'account_basics',
        'nature, service_mode, legal_representative, size, annual_output, reputation, profit_and_loss',
      ],
      ['account_services', 'responsible_person, service_mode'],
      ['pickups', 'at, line, pieces, staff_name'],
      ['visits', 'at, staff_name, subject, outcome'],
      ['complaints', 'at, channel, subject, staff_name'],
      ['handlings', 'at, staff_name, action, is_final'],
      ['account_credits', 'level, arrears_limit, return_cycle_days'],
      ['payments', 'paid_on, month, amount'],
      ['account_tariffs', 'line, method, rate, agency_fee_rate, valid_from, valid_to'],
    ].map(([table, columns]) => [
      table,
      `SELECT a.account_no, ${columns} FROM ${table} t
       JOIN accounts a ON a.province_id = t.province_id AND a.id = t.account_id`,
    ]),
  ),
  keyPersons: `SELECT a.account_no, length(k.name), length(k.position), length(k.is_decision_maker), length(k.family),
    length(k.home_address), length(k.hobbies) FROM key_persons k
    JOIN accounts a ON a.province_id = k.province_id AND a.id = k.account_id`,
};

/** Count and checksum of each of them. */
function businessChecksums({ adminUrl }: TestDatabase): Promise<Record<string, string>> {
  return tableChecksums(
    adminUrl,
    Object.entries(BUSINESS).map(([name, query]) => `(SELECT '${name}' AS of, row(q.*) FROM (${query}) q)`),
  ).then((sums) =>
    Object.fromEntries(Object.keys(BUSINESS).map((name, at) => [name, Object.values(sums)[at]])),
  );
}

it('is written within twenty seconds, all of it', async () => {
  const kam = await runKam(['seed'], variables(whole));
  expect(await kam.ended).toBe(0);
  const told = JSON.parse(kam.stderr.trim().split('\n').at(-1) ?? '{}') as Record<string, number>;
  ({ milliseconds } = told);
  process.stdout.write(`demo seed: ${JSON.stringify(told)}\n`);
  expect(milliseconds).toBeLessThanOrEqual(patience(MILLISECONDS));
  const sums = await businessChecksums(whole);
  expect(sums.accounts).toMatch(/^3000 /);
  expect(sums.marks).toBe('0 ');
  for (const [name, sum] of Object.entries(sums))
    if (name !== 'marks') expect([name, Number(sum.split(' ')[0]) > 100]).toEqual([name, true]);
  expect(JSON.stringify(kam.stderr)).not.toContain(DEMO_PASSWORD);
}, 120_000);

it('once more changes not a byte', async () => {
  const tables = await sql<{ name: string }>(
    whole.adminUrl,
    `SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const names = tables.map(({ name }) => name);
  expect(names).toContain('key_persons');
  const before = await tableChecksums(whole.adminUrl, names);
  const kam = await runKam(['seed'], variables(whole));
  expect(await kam.ended).toBe(0);
  expect(kam.stderr).not.toContain('demo data written');
  expect(await tableChecksums(whole.adminUrl, names)).toEqual(before);
}, 60_000);

it('killed again and again and then finished, it is the same as written at once', async () => {
  const moments = Array.from({ length: KILLS }, () =>
    Math.round((0.15 + 0.8 * Math.random()) * milliseconds),
  );
  process.stdout.write(`killed after ${moments.join(', ')} ms\n`);
  for (const moment of moments) {
    const kam = startKam(['seed'], variables(killed));
    const timer = setTimeout(() => kam.child.kill('SIGKILL'), moment);
    await kam.ended;
    clearTimeout(timer);
  }
  const kam = await runKam(['seed'], variables(killed));
  expect({
    code: await kam.ended,
    errors: kam.stderr.split('\n').filter((line) => !line.includes('"level":30')),
  }).toEqual({
    code: 0,
    errors: [''],
  });
  expect(await businessChecksums(killed)).toEqual(await businessChecksums(whole));
  // Canary: the comparison sees one fen.
  await sql(
    killed.adminUrl,
    `UPDATE usage_facts SET revenue = revenue + 1 WHERE ctid = (SELECT ctid FROM usage_facts LIMIT 1)`,
  );
  expect((await businessChecksums(killed)).facts).not.toBe((await businessChecksums(whole)).facts);
}, 240_000);
