import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { useDatabase } from '../kit/database';
import { seedWholeDemo } from '../kit/demo';

let owner: Client;
// Before the kit's own: the connection ends before its database does.
afterAll(() => owner?.end());
const database = useDatabase();
const files = readdirSync(__dirname).filter((name) => name.endsWith('.sql'));
const text = (name: string): string => readFileSync(join(__dirname, name), 'utf8');

const elsewhere = (table: string): string =>
  `UPDATE ${table} SET city_id = city_id + 1 WHERE ctid = (SELECT ctid FROM ${table} LIMIT 1)`;
const without = (table: string): string =>
  `DELETE FROM ${table} WHERE ctid = (SELECT ctid FROM ${table} LIMIT 1)`;
const changed = (table: string, change: string, where = 'true'): string =>
  `UPDATE ${table} SET ${change} WHERE ctid = (SELECT ctid FROM ${table} WHERE ${where} LIMIT 1)`;
const GRANT = `INSERT INTO access_grants (province_id, account_id, city_id, staff_province_id, staff_id, staff_name,
    staff_organisation_id, purpose, sections)
  SELECT province_id, id, city_id + 1, province_id, 1, 'x', organisation_id, '客户走访', '{CONTACT}' FROM accounts LIMIT 1`;
const READING = `INSERT INTO reading_sessions (province_id, account_id, city_id, staff_province_id, staff_id, staff_name,
    staff_organisation_id, purpose, sections, valid_to)
  SELECT province_id, id, city_id + 1, province_id, 1, 'x', organisation_id, '客户走访', '{CONTACT}', now() + interval '1 hour'
  FROM accounts LIMIT 1`;
const ALERT = `INSERT INTO access_alerts (province_id, account_id, city_id, kind, staff_province_id, staff_id, staff_name,
    staff_organisation_id, detail)
  SELECT province_id, id, city_id + 1, 'BREAK_GLASS', province_id, 1, 'x', organisation_id, 'x' FROM accounts LIMIT 1`;
const SOMEBODY = 'staff_province_id, staff_id, staff_name, staff_organisation_id';
/** Puts a row that hangs on an account where the account is not. */
const misplaced = (table: string, columns: string, values: string): string =>
  `INSERT INTO ${table} (province_id, account_id, city_id, ${columns})
   SELECT province_id, id, city_id + 1, ${values} FROM accounts a
   WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.province_id = a.province_id AND t.account_id = a.id) LIMIT 1`;
const MISPLACED = [
  misplaced(
    'erased_key_persons',
    'id, staff_province_id, staff_id, staff_name, reason',
    `1, 0, 1, 'x', 'asked for'`,
  ),
  misplaced(
    'service_tickets',
    `${SOMEBODY}, subject, valid_to`,
    `0, 1, 'x', 1, 'ticket', now() + interval '1 hour'`,
  ),
];
const SECTIONS = [
  ...['account_basics', 'account_services', 'pickups', 'visits', 'complaints', 'handlings'],
  ...['account_credits', 'payments', 'account_tariffs', 'dossier_sections'],
];
const PROPOSAL = `INSERT INTO dossier_proposals (province_id, account_id, city_id, section, base_version, fields, changes,
    reason, staff_province_id, staff_id, staff_name)
  SELECT province_id, id, city_id + 1, 'BASIC', 0, '{size}', '{}', 'x', province_id, 1, 'x' FROM accounts LIMIT 1`;
const CHANGE = `INSERT INTO dossier_changes (province_id, account_id, city_id, section, field, staff_province_id, staff_id,
    staff_name)
  SELECT province_id, id, city_id + 1, 'BASIC', 'size', province_id, 1, 'x' FROM accounts LIMIT 1`;

/** For each file ways to break the data that it has to see: one per table or rule it speaks of. */
const BREAKS: Record<string, string[]> = {
  'board-entries.sql': [
    changed('board_entries', 'revenue = revenue + 1'),
    changed('board_entries', 'volume = volume + 1'),
    changed('usage_facts', 'revenue = revenue + 1', "line = 'EXPRESS'"),
  ],
  'board-totals.sql': [
    changed('board_totals', 'revenue = revenue - 1', 'province_id = 0'),
    changed('board_totals', 'account_count = account_count + 1', 'city_id = 0 AND province_id > 0'),
    changed('board_totals', 'revenue = revenue - 1', 'city_id > 0'),
  ],
  'board-ranks.sql': [
    changed('board_entries', 'rank = rank + 1', 'rank < 90'),
    changed('board_entries', 'revenue = 9007199254740991', 'rank > 1'),
  ],
  'places.sql': [
    ...['account_team', 'usage_facts', 'usage_rollups', 'key_persons', 'account_contacts', ...SECTIONS].map(
      elsewhere,
    ),
    ...[GRANT, READING, ALERT, PROPOSAL, CHANGE, ...MISPLACED],
  ],
  'rollups.sql': [
    changed('usage_rollups', 'revenue_q1 = coalesce(revenue_q1, 0) + 1'),
    changed('usage_rollups', 'volume_q2 = coalesce(volume_q2, 0) - 1'),
    changed('usage_facts', 'revenue = revenue + 1'),
    without('usage_rollups'),
    without('usage_facts'),
  ],
};

beforeAll(async () => {
  await seedWholeDemo(database);
  owner = new Client({ connectionString: database.adminUrl });
  await owner.connect();
  await owner.query('ANALYZE'); // as autovacuum has done wherever these queries run for real
}, 120_000);

it('there is a canary for every file', () => {
  expect(Object.keys(BREAKS).sort()).toEqual(files.sort());
  expect(Object.values(BREAKS).every((breaks) => breaks.length > 0)).toBe(true);
});

describe.each(files)('%s', (name) => {
  it('holds in the demo', async () => {
    expect((await owner.query<object>(text(name))).rows).toEqual([]);
  }, 60_000);

  it.each(BREAKS[name] ?? [])(
    'sees %s',
    async (harm) => {
      await owner.query('BEGIN');
      try {
        expect((await owner.query(harm)).rowCount).toBe(1); // a canary that breaks nothing would sing for nothing
        expect((await owner.query<object>(text(name))).rows.length).toBeGreaterThan(0);
      } finally {
        await owner.query('ROLLBACK');
      }
    },
    60_000,
  );
});
