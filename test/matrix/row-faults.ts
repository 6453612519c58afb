import { Client } from 'pg';
import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import type { Story } from '../kit/story';
import { STAFFED, username } from '../kit/story-people';

/** How a tenant table's rows are told apart, read by hand from design.md section 3; `null`: by province alone. */
const PLACED: Record<string, { city: string | null; unit: string | null; byLine: boolean }> = {
  staff: { city: 'city_id', unit: 'unit_id', byLine: false },
  accounts: { city: 'city_id', unit: 'unit_id', byLine: false },
  account_team: { city: 'city_id', unit: 'unit_id', byLine: false },
  usage_facts: { city: 'city_id', unit: 'unit_id', byLine: true },
  usage_rollups: { city: 'city_id', unit: 'unit_id', byLine: true },
  import_jobs: { city: 'city_id', unit: 'unit_id', byLine: true },
  import_errors: { city: 'city_id', unit: 'unit_id', byLine: true },
  board_totals: { city: 'city_id', unit: 'unit_id', byLine: true },
  board_entries: { city: 'city_id', unit: 'unit_id', byLine: true },
  board_refreshes: { city: null, unit: null, byLine: false },
  account_basics: { city: 'city_id', unit: 'unit_id', byLine: false },
  account_contacts: { city: 'city_id', unit: 'unit_id', byLine: false },
  data_keys: { city: null, unit: null, byLine: false },
  key_persons: { city: 'city_id', unit: 'unit_id', byLine: false },
  access_grants: { city: 'city_id', unit: 'unit_id', byLine: false },
  reading_sessions: { city: 'city_id', unit: 'unit_id', byLine: false },
  dossier_sections: { city: 'city_id', unit: 'unit_id', byLine: false },
  dossier_proposals: { city: 'city_id', unit: 'unit_id', byLine: false },
  dossier_changes: { city: 'city_id', unit: 'unit_id', byLine: false },
  access_alerts: { city: 'city_id', unit: 'unit_id', byLine: false },
  exports: { city: 'city_id', unit: 'unit_id', byLine: false },
  export_files: { city: 'city_id', unit: 'unit_id', byLine: false },
  account_services: { city: 'city_id', unit: 'unit_id', byLine: false },
  pickups: { city: 'city_id', unit: 'unit_id', byLine: true },
  visits: { city: 'city_id', unit: 'unit_id', byLine: false },
  complaints: { city: 'city_id', unit: 'unit_id', byLine: false },
  handlings: { city: 'city_id', unit: 'unit_id', byLine: false },
  account_credits: { city: 'city_id', unit: 'unit_id', byLine: false },
  payments: { city: 'city_id', unit: 'unit_id', byLine: false },
  account_tariffs: { city: 'city_id', unit: 'unit_id', byLine: true },
  erased_key_persons: { city: 'city_id', unit: 'unit_id', byLine: false },
  service_tickets: { city: 'city_id', unit: 'unit_id', byLine: false },
  access_register: { city: 'city_ids', unit: 'unit_ids', byLine: false },
  access_register_seals: { city: null, unit: null, byLine: false },
  access_register_records: { city: null, unit: null, byLine: false },
};

/** Tables of the database that hold tenants' rows: whatever has a `province_id`. */
export async function tenantTables(story: Story): Promise<string[]> {
  const rows = await story.sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns JOIN pg_class ON relname = table_name AND relkind IN ('r', 'p')
     WHERE table_schema = 'public' AND column_name = 'province_id' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

const BY_SOMEBODY = 'staff_province_id, staff_id, staff_name, staff_organisation_id';
/** Tables that get a row of every account, with their other columns. */
const OF_EACH_ACCOUNT: readonly [table: string, columns: string, values: string][] = [
  ['account_services', 'service_mode', `'x'`],
  ['pickups', 'at, line, pieces, staff_name', `now(), 'EXPRESS', 1, 'x'`],
  ['pickups', 'at, line, pieces, staff_name', `now(), 'LETTER', 1, 'x'`],
  ['visits', 'at, staff_name, subject', `now(), 'x', 'x'`],
  ['complaints', 'at, channel, subject, staff_name', `now(), 'ONLINE', 'x', 'x'`],
  ['account_credits', 'level, arrears_limit, return_cycle_days', `'A', 1, 1`],
  ['payments', 'paid_on, month, amount', `now(), '2026-01', 1`],
  [
    'account_tariffs',
    'line, rate, method, valid_from, valid_to',
    `'PRESS', 1, 'DISCOUNT', '1999-01-01', '1999-02-01'`,
  ],
  [
    'account_tariffs',
    'line, rate, method, valid_from, valid_to',
    `'EXPRESS', 1, 'DISCOUNT', '1999-01-01', '1999-02-01'`,
  ],
  [
    'erased_key_persons',
    'id, staff_province_id, staff_id, staff_name, reason',
    `9000000 + id, 0, 1, 'x', 'asked for'`,
  ],
  [
    'service_tickets',
    `${BY_SOMEBODY}, subject, valid_to`,
    `0, 1, 'x', 1, 'ticket', now() + interval '1 hour'`,
  ],
];

/** Brings a row of each place into the tenant tables that the story leaves empty there, a foreign grant included. */
export async function fillTenantTables(story: Story): Promise<void> {
  await story.sql(`INSERT INTO board_refreshes (province_id, line, period)
    SELECT id, 'EXPRESS', '1999' FROM organisations WHERE level = 'PROVINCE'`);
  const { provinceId, accountId, cityId, unitId } = story.key('h');
  await story.sql(
    `INSERT INTO access_grants (province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name,
       staff_organisation_id, purpose, sections) VALUES ($1, $2, $3, $4, 0, 1, 'x', 1, 'waiting', '{CONTACT}')`,
    [provinceId, accountId, cityId, unitId],
  );
  // Of every account, so that each place has some that others must not see.
  await story.sql(`INSERT INTO reading_sessions (province_id, account_id, city_id, unit_id, staff_province_id, staff_id,
      staff_name, staff_organisation_id, purpose, sections, valid_to)
    SELECT province_id, id, city_id, unit_id, 0, 1, 'x', 1, 'reading', '{CONTACT}', now() + interval '1 hour' FROM accounts`);
  await story.sql(`INSERT INTO access_alerts (province_id, account_id, city_id, unit_id, kind, staff_province_id, staff_id,
      staff_name, staff_organisation_id, detail)
    SELECT province_id, id, city_id, unit_id, 'BREAK_GLASS', 0, 1, 'x', 1, 'x' FROM accounts`);
  for (const [table, columns, values] of OF_EACH_ACCOUNT)
    await story.sql(`INSERT INTO ${table} (province_id, account_id, city_id, unit_id, ${columns})
      SELECT province_id, id, city_id, unit_id, ${values} FROM accounts ON CONFLICT DO NOTHING`);
  await story.sql(`INSERT INTO handlings (province_id, account_id, city_id, unit_id, complaint_id, at, staff_name, action)
    SELECT province_id, account_id, city_id, unit_id, id, at, 'x', 'x' FROM complaints`);
  await story.sql(`INSERT INTO dossier_proposals (province_id, account_id, city_id, unit_id, section, base_version, fields, changes,
      reason, staff_province_id, staff_id, staff_name)
    SELECT province_id, id, city_id, unit_id, 'BASIC', 0, '{size}', '{}', 'x', 0, 1, 'x' FROM accounts`);
  await story.sql(`INSERT INTO dossier_changes (province_id, account_id, city_id, unit_id, section, field, staff_province_id,
      staff_id, staff_name)
    SELECT province_id, id, city_id, unit_id, 'BASIC', 'size', 0, 1, 'x' FROM accounts`);
  await story.sql(
    `WITH job AS (INSERT INTO import_jobs (province_id, kind, file_name, staff_id) VALUES ($1, 'USAGE', 'x', 1) RETURNING id)
     INSERT INTO import_errors (province_id, job_id, line_no, input_row, reason) SELECT $1, id, 2, 'x', 'x' FROM job`,
    [provinceId],
  );
  await story.sql(`INSERT INTO access_register_seals (province_id, seq, sealed_until, row_ids, row_digests, previous, seal, sealed_at)
    SELECT id, 1, '2020-01-01', '{}', '', '', '', '2020-01-01' FROM organisations WHERE level = 'PROVINCE'`);
  await story.sql(`INSERT INTO access_register_records (province_id, kind, recorded_at, recorded_by, first_seq, last_seq,
      row_count, findings, reason, mac)
    SELECT id, 'ACCEPTED', '2020-01-01', 'x', 0, 0, 0, '{x}', 'x', '' FROM organisations WHERE level = 'PROVINCE'`);
  await story.sql(
    `WITH e AS (INSERT INTO exports (province_id, city_id, unit_id, organisation_id, staff_province_id, staff_id, staff_name,
         staff_organisation_id, purpose, format, sections, account_province_ids, account_ids, needs_decision, status)
       SELECT province_id, city_id, unit_id, organisation_id, 0, 1, 'x', 1, 'waiting', 'CSV', '{CONTACT}',
         ARRAY[province_id], ARRAY[id], false, 'QUEUED' FROM accounts RETURNING *)
     INSERT INTO export_files (province_id, export_id, city_id, unit_id, held, sealed)
     SELECT province_id, id, city_id, unit_id, '{}', '' FROM e`,
  );
  const readers = ['gz.director', 'gd.director', 'unit.director', 'sz.director', 'zj.director'];
  for (const who of readers)
    await (
      await story.as(who)
    )('{ accounts(first: 100) { edges { node { dossier { contact { phone } } } } } }');
}

/**
 * What the wall of rows lets through otherwise than the places say, for somebody at each place: asked of the database
 * as the application is, in a transaction of their scope, without any predicate of its own.
 */
export async function rowFaults(story: Story, tables: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  const { viewerOf } = story.server.app.platform;
  const client = new Client({ connectionString: story.server.database.appUrl });
  await client.connect();
  try {
    const count = async (text: string): Promise<number> =>
      Number((await client.query<{ n: string }>(text)).rows[0].n);
    for (const table of tables) {
      const known = PLACED[table];
      if (!known) {
        faults.push(`${table} is in no place of this test`);
        continue;
      }
      if ((await countAll(story, table)) === 0) faults.push(`${table} has no row to be hidden`);
      if ((await count(`SELECT count(*) AS n FROM ${table}`)) > 0)
        faults.push(`${table} is seen without any scope`);
      for (const place of STAFFED) {
        const { scope } = await viewerOf(username(place, Role.DIRECTOR));
        await client.query('BEGIN');
        await client.query('SELECT set_scope($1, $2, $3, $4, $5)', [
          ...[scope.level, scope.provinceId, scope.cityId, scope.unitIds, scope.line ?? ''],
        ]);
        const seen = await count(`SELECT count(*) AS n FROM ${table}`);
        await client.query('ROLLBACK');
        const wanted = await countAll(story, table, inScope(table, scope, known));
        if (seen !== wanted) faults.push(`${place} sees ${seen} rows of ${table} instead of ${wanted}`);
      }
    }
  } finally {
    await client.end();
  }
  return faults;
}

/**
 * Tables into which somebody of Guangzhou can write a row of another province. Each is offered a copy of a row that
 * stands there: the wall has to refuse it before the key does.
 */
export async function writeFaults(story: Story, tables: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  const { scope } = await story.server.app.platform.viewerOf(username('gz', Role.DIRECTOR));
  const client = new Client({ connectionString: story.server.database.appUrl });
  await client.connect();
  try {
    for (const table of tables.filter((name) => name !== 'access_register')) {
      const [{ may, mayMove, row, columns }] = await story.sql<{
        may: boolean;
        mayMove: boolean;
        row: unknown;
        columns: string;
      }>(
        `SELECT (SELECT string_agg(column_name, ', ') FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = '${table}' AND is_generated = 'NEVER') AS columns,
           has_table_privilege('kam_app', '${table}', 'INSERT') AS may,
           EXISTS (SELECT FROM information_schema.column_privileges WHERE grantee = 'kam_app'
             AND table_name = '${table}' AND column_name = 'city_id' AND privilege_type = 'UPDATE') AS "mayMove",
           (SELECT to_jsonb(t) FROM ${table} t WHERE province_id NOT IN (0, ${scope.provinceId}) LIMIT 1) AS row`,
      );
      if (!may && !mayMove) continue;
      if (!row) faults.push(`${table} has no row of another province to offer`);
      await client.query('BEGIN');
      await client.query('SELECT set_scope($1, $2, $3, $4, $5)', [
        ...[scope.level, scope.provinceId, scope.cityId, scope.unitIds, ''],
      ]);
      const code = await client
        .query(
          may
            ? `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_record(NULL::${table}, $1)`
            : // What can only be moved is moved out of one's scope. It reads nothing: the wall of reading is another.
              `UPDATE ${table} SET city_id = 100000`,
          may ? [row] : [],
        )
        .then(
          () => 'written',
          (error: { code?: string }) => error.code,
        );
      await client.query('ROLLBACK');
      if (code !== '42501') faults.push(`${table} takes a row of another province: ${code}`);
    }
  } finally {
    await client.end();
  }
  return faults;
}

async function countAll(story: Story, table: string, where = 'true'): Promise<number> {
  const [{ n }] = await story.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`);
  return n;
}

function inScope(
  table: string,
  scope: Viewer['scope'],
  { city, unit, byLine }: (typeof PLACED)[string],
): string {
  const conditions: string[] = [];
  if (scope.level >= 1) conditions.push(`province_id = ${scope.provinceId}`);
  if (scope.level >= 2 && city) conditions.push(`${scope.cityId} = ANY (${asArray(city)})`);
  if (scope.level >= 3 && unit) conditions.push(`${asArray(unit)} && ARRAY[${scope.unitIds.join()}]::int[]`);
  if (scope.line && byLine) conditions.push(`line = '${scope.line}'`);
  const own = conditions.length > 0 ? conditions.join(' AND ') : 'true';
  return table === 'staff' && scope.level >= 2 ? `(${own}) OR (${superiors(scope)})` : own;
}

const asArray = (column: string): string => (column.endsWith('s') ? column : `ARRAY[${column}]`);

/** One's superiors in the province are colleagues one may look up: who serves an account may stand above its city. */
const superiors = ({ level, provinceId, cityId }: Viewer['scope']): string =>
  `province_id = ${provinceId} AND unit_id = 0 AND city_id IN (${level === 3 ? `0, ${cityId}` : '0'})`;
