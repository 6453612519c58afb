import { createHash, createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

const FOLDER = join(__dirname, 'migrations');
const LOCK = 7_104_201; // any constant: one migrator at a time per database
const APP_ROLE = 'kam_app';

/**
 * The application's own connection to the database that `adminUrl` administers: the role `kam_app`, which owns
 * nothing. Its password is derived from the administrator's, so every process that may migrate can compute it.
 */
export function applicationUrl(adminUrl: string): string {
  const url = new URL(adminUrl);
  const password = createHmac('sha256', decodeURIComponent(url.password)).update(APP_ROLE).digest('hex');
  url.username = APP_ROLE;
  url.password = password;
  return url.toString();
}

/** Brings the schema up to date: raw SQL files in order, each in one transaction, frozen by checksum once applied. */
export async function migrate(adminUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await ensureApplicationRole(client, adminUrl);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    await client.query(`GRANT SELECT ON schema_migrations TO ${APP_ROLE}`);
    const applied = await appliedMigrations(client);
    const added: string[] = [];
    for (const migration of await migrationFiles()) {
      const before = applied.get(migration.name);
      if (before === migration.checksum) continue;
      if (before)
        throw new Error(`Migration ${migration.name} was changed after it was applied: add a new one.`);
      await apply(client, migration);
      added.push(migration.name);
    }
    return added;
  } finally {
    await client.end();
  }
}

/** Names of migrations that the database still lacks; the readiness probe asks. */
export async function pendingMigrations(client: Pick<Client, 'query'>): Promise<string[]> {
  const applied = await appliedMigrations(client);
  return (await migrationFiles()).filter((file) => !applied.has(file.name)).map((file) => file.name);
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

async function migrationFiles(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(FOLDER, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function appliedMigrations(client: Pick<Client, 'query'>): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}

async function refuseOldServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT current_setting('server_version_num') AS version`,
  );
  if (Number(rows[0].version) < 150_000) {
    throw new Error(`PostgreSQL 15 or newer is needed; DATABASE_URL points to ${rows[0].version}.`);
  }
}

async function ensureApplicationRole(client: Client, adminUrl: string): Promise<void> {
  const role = escapeIdentifier(APP_ROLE);
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
  if (!rowCount)
    await client.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`);
  const database = escapeIdentifier(client.database ?? '');
  await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${role}`);
  // The role is the cluster's, not the database's: it is left alone while its password is right.
  if (await canConnect(applicationUrl(adminUrl))) return;
  const password = escapeLiteral(new URL(applicationUrl(adminUrl)).password);
  await client.query(`ALTER ROLE ${role} PASSWORD ${password}`);
}

async function canConnect(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
