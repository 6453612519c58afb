import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres';
import { migrate } from '../../server/db/migrate';
import type { Progress } from './copy';
import { loadDataset } from './load';
import { benchDatabaseName, type BenchParameters, datasetMark } from './parameters';

const DATA_DIR = join(__dirname, '../.data/postgres');
const MEASURED = { shared_buffers: '1GB', effective_cache_size: '4GB', max_wal_size: '2GB' };
// While loading, a power cut may cost the whole folder: it is made again. Nothing of this stays on for measuring.
const LOADING = {
  ...MEASURED,
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum: 'off',
};

/** A complete bench database. */
export interface BenchDatabase {
  /** Connection of its administrator. */
  url: string;
  parameters: BenchParameters;
}

/** Where bench databases are kept; they survive a run and are taken again while their parameters match. */
export interface BenchStore {
  /** Finds or makes the database of these parameters. */
  database(parameters: BenchParameters): Promise<BenchDatabase>;
  /** Stops an embedded server; leaves any other alone. */
  stop(): Promise<void>;
}

/** The server at `url` (a superuser's), else an embedded one under bench/.data. */
export async function benchStore(url: string | undefined, progress: Progress): Promise<BenchStore> {
  const start = (settings: Record<string, string | number>) =>
    url
      ? { adminUrl: url, stop: async () => undefined }
      : startEmbeddedPostgres({ dataDir: DATA_DIR, settings });
  let server = await start(MEASURED);
  return {
    stop: () => server.stop(),
    async database(parameters) {
      if (!(await isComplete(server.adminUrl, parameters))) {
        await server.stop();
        server = await start(LOADING);
        await createDatabase(server.adminUrl, benchDatabaseName(parameters));
        await loadDataset(databaseUrl(server.adminUrl, parameters), parameters, progress);
        await server.stop();
        server = await start(MEASURED);
      }
      return { url: databaseUrl(server.adminUrl, parameters), parameters };
    },
  };
}

function databaseUrl(adminUrl: string, parameters: BenchParameters): string {
  const url = new URL(adminUrl);
  url.pathname = `/${benchDatabaseName(parameters)}`;
  return url.toString();
}

/** Whether the database is there, was loaded to its end with these parameters, and has the newest schema. */
async function isComplete(adminUrl: string, parameters: BenchParameters): Promise<boolean> {
  const mark = await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ mark: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = $1`,
      [benchDatabaseName(parameters)],
    );
    return rows.at(0)?.mark;
  });
  if (mark !== datasetMark(parameters)) return false;
  return migrate(databaseUrl(adminUrl, parameters)).then(
    () => true, // what was added since leaves the data as it is
    () => false, // a migration was changed since: load again
  );
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await migrate(url.toString());
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
