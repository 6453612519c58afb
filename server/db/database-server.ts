import { join } from 'node:path';
import type { Env } from '../config/env';
import { runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';

/** The PostgreSQL the platform works on. */
export interface DatabaseServer {
  /** Connection of the role that migrates and owns the tables. */
  adminUrl: string;
  /** Stops an embedded server that this process started; leaves any other alone. */
  stop(): Promise<void>;
}

/** The given PostgreSQL (DATABASE_URL), or the embedded one under DATA_DIR. `share` joins a running one. */
export async function databaseServer(env: Env, options: { share?: boolean } = {}): Promise<DatabaseServer> {
  if (env.DATABASE_URL) return { adminUrl: env.DATABASE_URL, stop: async () => undefined };
  const dataDir = join(env.DATA_DIR, 'postgres');
  const running = options.share ? await runningEmbeddedPostgres(dataDir) : null;
  if (running) return { adminUrl: running.adminUrl, stop: async () => undefined };
  const started = await startEmbeddedPostgres({ dataDir });
  return { adminUrl: started.adminUrl, stop: () => started.stop() };
}
