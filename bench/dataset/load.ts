import { hash } from '@node-rs/argon2';
import { Client } from 'pg';
import { Database } from '../../server/db/database';
import { applicationUrl } from '../../server/db/migrate';
import { monthsUpTo } from '../../server/db/seeds/demo/season';
import { readOrganisations } from '../../server/db/seeds/reference-data';
import { seedReferenceData } from '../../server/db/seeds/seed-reference-data';
import { BoardRefresher } from '../../server/modules/boards/board-refresher.service';
import {
  ACCOUNT_COLUMNS,
  accountRows,
  IDENTITY_COLUMNS,
  identityRows,
  managerRows,
  STAFF_COLUMNS,
  TEAM_COLUMNS,
  teamRows,
} from './account-rows';
import { copyRows, type Progress, timed } from './copy';
import {
  BENCH_PASSWORD,
  BENCH_PROVINCE_CODE,
  type BenchParameters,
  datasetMark,
  NATION_DIRECTOR,
  PROVINCE_DIRECTOR,
} from './parameters';
import { benchCities } from './places';
import { FACT_COLUMNS, factRows, ROLLUP_COLUMNS, rollupRows } from './usage-rows';

const TABLES = 'identities, accounts, staff, logins, account_team, usage_facts, usage_rollups';

/** Fills an empty, migrated database as its superuser and marks it complete. */
export async function loadDataset(
  url: string,
  parameters: BenchParameters,
  progress: Progress,
): Promise<void> {
  const database = await Database.open(applicationUrl(url), { poolSize: 4 });
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await seedReferenceData(database);
    // Superuser only: no foreign key is checked row by row, the rows are right by construction.
    await client.query(`SET session_replication_role = replica; SET synchronous_commit = off;
      SET maintenance_work_mem = '512MB'`);
    // Emptied and filled in one transaction, tables need neither a log of the rows nor a vacuum of them afterwards.
    await client.query(`BEGIN; TRUNCATE ${TABLES} CASCADE`);
    await loadRows(client, parameters, progress);
    await client.query('COMMIT');
    await timed(client, 'vacuum analyze', 'VACUUM (ANALYZE)', progress);
    await rankBoards(client, database, parameters, progress);
    const mark = client.escapeLiteral(datasetMark(parameters));
    await client.query(`COMMENT ON DATABASE ${client.escapeIdentifier(client.database!)} IS ${mark}`);
    await timed(client, 'checkpoint', 'CHECKPOINT', progress);
  } finally {
    await client.end();
    await database.close();
  }
}

async function loadRows(client: Client, parameters: BenchParameters, progress: Progress): Promise<void> {
  const { seed, lastMonth } = parameters;
  const { rows } = await client.query<{ code: string; id: number }>('SELECT code, id FROM organisations');
  const ids = new Map(rows.map(({ code, id }) => [code, id]));
  const cities = benchCities(readOrganisations(), ids, parameters.accounts);
  const copy = (table: string, columns: string, lines: Iterable<string>): Promise<void> =>
    copyRows(client, { table, columns }, lines, progress);

  await copy('identities', IDENTITY_COLUMNS, identityRows(cities));
  await copy('staff', STAFF_COLUMNS, managerRows(seed, cities));
  await loadAccounts(client, copy, accountRows(seed, cities), progress);
  await copy('account_team', TEAM_COLUMNS, teamRows(cities));
  await copy('usage_facts', FACT_COLUMNS, factRows(seed, lastMonth, cities));
  await copy('usage_rollups', ROLLUP_COLUMNS, rollupRows(seed, lastMonth, cities));
  for (const table of ['identities', 'accounts', 'staff'])
    await client.query(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`,
    );
  await addDirectors(client);
}

/** Names are indexed by pairs of characters, which is far quicker for all rows at once than row by row. */
async function loadAccounts(
  client: Client,
  copy: (table: string, columns: string, rows: Iterable<string>) => Promise<void>,
  rows: Iterable<string>,
  progress: Progress,
): Promise<void> {
  const { rows: found } = await client.query<{ definition: string }>(
    `SELECT pg_get_indexdef('accounts_name_grams'::regclass) AS definition`,
  );
  await client.query('DROP INDEX accounts_name_grams');
  await copy('accounts', ACCOUNT_COLUMNS, rows);
  await timed(client, 'accounts_name_grams', found[0].definition, progress);
}

/** The platform's own ranking of the last two months, with the quarters and years they belong to. */
async function rankBoards(
  client: Client,
  database: Database,
  { lastMonth }: BenchParameters,
  progress: Progress,
): Promise<void> {
  const started = performance.now();
  await client.query(
    `INSERT INTO board_refreshes (province_id, line, period)
     SELECT o.id, line, period FROM organisations o, unnest($1::text[]) AS period,
       (SELECT DISTINCT line FROM usage_rollups WHERE province_id = (SELECT min(province_id) FROM accounts)) l
     WHERE level = 'PROVINCE'`,
    [monthsUpTo(lastMonth, 2)],
  );
  await new BoardRefresher(database).refresh();
  const { rows } = await client.query<{ entries: string }>('SELECT count(*) AS entries FROM board_entries');
  progress('board_entries', Number(rows[0].entries), (performance.now() - started) / 1000);
  await client.query('VACUUM (ANALYZE) board_snapshots, board_totals, board_entries');
}

/** The two who ask for the boards during the bench. */
async function addDirectors(client: Client): Promise<void> {
  const password = await hash(BENCH_PASSWORD);
  for (const [username, code] of [
    [NATION_DIRECTOR, '000000'],
    [PROVINCE_DIRECTOR, BENCH_PROVINCE_CODE],
  ])
    await client.query(
      `WITH person AS (
         INSERT INTO staff (province_id, organisation_id, username, name, roles)
         SELECT CASE level WHEN 'PROVINCE' THEN id ELSE 0 END, id, $1, '测试主任', '{DIRECTOR}'
         FROM organisations WHERE code = $2 RETURNING province_id, id)
       INSERT INTO logins (username, staff_province_id, staff_id, password_hash)
       SELECT $1, province_id, id, $3 FROM person`,
      [username, code, password],
    );
}
