import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Viewer } from '../server/authz/viewer';
import { readEnv } from '../server/config/env';
import { Database } from '../server/db/database';
import { startEmbeddedPostgres } from '../server/db/embedded-postgres';
import { applicationUrl, migrate } from '../server/db/migrate';
import { SYSTEM_SCOPE } from '../server/db/scope';
import { ImportService } from '../server/imports/import.service';
import { UsageImporter } from '../server/modules/usage/usage-importer.service';

// How fast a file of a million facts comes in, against COPY of the same rows straight into the table by the owner.
// node -r @swc-node/register bench/ingest.ts   (DATABASE_URL: a server on which to make a database for this)

const ACCOUNTS = 5_209;
const LINES = ['EXPRESS', 'FINANCE', 'INFORMATION', 'LETTER', 'LOGISTICS', 'PARCEL', 'PHILATELY', 'PRESS'];
const MONTHS = Array.from(
  { length: 24 },
  (_, i) => `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
);
const ROWS = ACCOUNTS * LINES.length * MONTHS.length;

const viewer: Viewer = {
  kind: 'STAFF',
  staffProvinceId: 0,
  staffId: 1,
  tokenId: null,
  name: 'bench',
  organisationId: 1,
  roles: [],
  capabilities: new Set(['usage:import']),
  scope: SYSTEM_SCOPE,
};

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kam-ingest-'));
  const given = readEnv().DATABASE_URL;
  const embedded = given ? null : await startEmbeddedPostgres({ dataDir: join(folder, 'database') });
  const server = given ?? embedded?.adminUrl ?? '';
  const name = `kam_ingest_${randomBytes(4).toString('hex')}`;
  const adminUrl = Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  try {
    await administer(server, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    await migrate(adminUrl);
    await measure(adminUrl, folder);
  } finally {
    await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await embedded?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(adminUrl: string, folder: string): Promise<void> {
  const direct = join(folder, 'direct.csv');
  const input = join(folder, 'usage.csv');
  const owner = new Client({ connectionString: adminUrl });
  await owner.connect();
  await owner.query(MAKE_ACCOUNTS);
  await writeFiles(direct, input);
  const database = await Database.open(applicationUrl(adminUrl), { poolSize: 4 });
  const imports = new ImportService({ database, importers: [new UsageImporter()] });
  const importOnce = (): Promise<unknown> => imports.runFile(viewer, 'USAGE', input);
  const clean = (): Promise<unknown> => owner.query('TRUNCATE usage_facts, usage_rollups, board_refreshes');
  process.stdout.write(
    `${ROWS} facts, ${cpus().length} cores, ${cpus()[0].model}, Node ${process.version}\n`,
  );
  const rounds = Number(process.argv[2] ?? 3);
  const rates: { copy: number; first: number; second: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await clean();
    const copy = await rate(() => copyDirect(owner, direct));
    await clean();
    const first = await rate(importOnce);
    const second = await rate(importOnce);
    rates.push({ copy, first, second });
    process.stdout.write(
      `COPY ${copy} rows/s | import ${first} (${(first / copy).toFixed(2)}) | again, all the same ${second} (${(second / copy).toFixed(2)})\n`,
    );
  }
  const median = (of: (round: (typeof rates)[0]) => number): number =>
    rates.map(of).sort((a, b) => a - b)[Math.floor(rates.length / 2)];
  process.stdout.write(
    `median: COPY ${median((r) => r.copy)}, import ${median((r) => r.first)}, ratio ${median((r) => r.first / r.copy).toFixed(2)}\n`,
  );
  await database.close();
  await owner.end();
}

async function copyDirect(owner: Client, path: string): Promise<void> {
  const columns = 'province_id, account_id, line, month, city_id, unit_id, volume, revenue';
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 18 }),
    owner.query(copyFrom(`COPY usage_facts (${columns}) FROM STDIN (FORMAT csv)`)),
  );
}

/** Rows a second of some work over all rows. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Math.round(ROWS / (Number(process.hrtime.bigint() - start) / 1e9));
}

/** The same facts twice, by month and account: as table rows and as people send them. */
async function writeFiles(direct: string, input: string): Promise<void> {
  const [table, people] = [createWriteStream(direct), createWriteStream(input)];
  people.write('account_no,line,month,volume,revenue\n');
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (const month of MONTHS) {
    for (let account = 1; account <= ACCOUNTS; account += 1) {
      const [rows, lines]: string[][] = [[], []];
      for (const line of LINES) {
        const [volume, fen] = [random(5_000), random(9_000_000)];
        const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
        rows.push(
          `${1 + (account % 31)},${account},${line},${month},${100 + (account % 31)},0,${volume},${fen}\n`,
        );
        lines.push(`A${String(account).padStart(8, '0')},${line},${month},${volume},${yuan}\n`);
      }
      table.write(rows.join(''));
      people.write(lines.join(''));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  table.end();
  people.end();
  await Promise.all([finished(table), finished(people)]);
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

const MAKE_ACCOUNTS = `
  INSERT INTO organisations (id, code, level)
    SELECT g, lpad(g::text, 6, '0'), 'PROVINCE' FROM generate_series(1, 131) g ON CONFLICT DO NOTHING;
  INSERT INTO identities (id, kind, key) SELECT g, 'USCC', g FROM generate_series(1, 200000) g;
  INSERT INTO accounts (province_id, id, city_id, organisation_id, account_no, name, initials, identity_id)
    SELECT 1 + g % 31, g, 100 + g % 31, 1 + g % 31, 'A' || lpad(g::text, 8, '0'), '示例公司' || g, 'SLGS', g
    FROM generate_series(1, 200000) g;
  ANALYZE`;

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
