import { pino } from 'pino';
import { readEnv } from '../config/env';
import { Database } from '../db/database';
import { databaseServer } from '../db/database-server';
import { applicationUrl, migrate } from '../db/migrate';
import { composeModules } from '../platform';
import type { ImportTools } from './import.command';

/** What `kam import` works with: the running platform's database, or one started for the command. */
export async function openImportTools(): Promise<ImportTools> {
  const env = readEnv();
  const server = await databaseServer(env, { share: true });
  await migrate(server.adminUrl);
  const database = await Database.open(applicationUrl(server.adminUrl), { poolSize: 4 });
  const platform = composeModules({
    database,
    env,
    log: pino({ level: env.LOG_LEVEL }, pino.destination(2)),
  });
  return {
    imports: platform.imports,
    reports: platform.importReports,
    viewerOf: platform.viewerOf,
    close: async () => {
      try {
        await platform.refreshBoards();
      } finally {
        await platform.close();
        await database.close();
        await server.stop();
      }
    },
  };
}
