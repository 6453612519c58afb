import { dropTestDatabases } from './template';
import { removeTestServer, testDataDir } from './test-server';

/** Once per run: leaves neither a database nor a process behind. */
export default async function globalTeardown(): Promise<void> {
  if (process.env.DATABASE_URL) await dropTestDatabases();
  else await removeTestServer(testDataDir());
}
