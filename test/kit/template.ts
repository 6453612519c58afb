import { Client, escapeIdentifier } from 'pg';
import { migrate } from '../../server/db/migrate';

/** What global setup tells the workers, through the environment they inherit. */
export interface TestCluster {
  /** The administrator's URL, of a maintenance database. */
  adminUrl: string;
  /** Name of the migrated database that every test database is a copy of, and the prefix of their names. */
  template: string;
}

const VARIABLE = 'KAM_TEST_CLUSTER';

/** The cluster of this run. Throws outside jest. */
export function testCluster(): TestCluster {
  const json = process.env[VARIABLE];
  if (!json) throw new Error('No test cluster: run the tests through jest, whose global setup starts one');
  return JSON.parse(json) as TestCluster;
}

/** Creates the template database, brings it to the newest schema and tells the workers to come. */
export async function prepareTemplate(adminUrl: string): Promise<void> {
  const template = `kam_test_${process.pid}_${Date.now().toString(36)}`;
  const cluster: TestCluster = { adminUrl, template };
  process.env[VARIABLE] = JSON.stringify(cluster);
  await administer(
    adminUrl,
    `CREATE DATABASE ${escapeIdentifier(template)} TEMPLATE template0 ENCODING 'UTF8'`,
  );
  await migrate(databaseUrl(adminUrl, template));
}

/** Drops the template and whatever test databases an interrupted file has left. */
export async function dropTestDatabases(): Promise<void> {
  const { adminUrl, template } = testCluster();
  const names = await administer(adminUrl, 'SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [
    template,
  ]);
  for (const { datname } of names)
    await administer(adminUrl, `DROP DATABASE ${escapeIdentifier(datname)} WITH (FORCE)`);
}

/** The same server and account, another database. */
export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/** Runs one statement on a connection of its own. */
export async function administer(
  adminUrl: string,
  sql: string,
  values: string[] = [],
): Promise<{ datname: string }[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<{ datname: string }>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
