import { prepareTemplate } from './template';
import globalTeardown from './global-teardown';
import { removeAbandonedServers, startTestServer } from './test-server';

/** Once per run: a server (DATABASE_URL, else an embedded one) and on it the migrated template database. */
export default async function globalSetup(): Promise<void> {
  // Jest skips the teardown when it is interrupted.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void globalTeardown().finally(() => process.exit(1)));
  }
  await removeAbandonedServers();
  try {
    await prepareTemplate(process.env.DATABASE_URL || (await startTestServer()));
  } catch (error) {
    await globalTeardown();
    throw error;
  }
}
