import { pino } from 'pino';
import { BatchedAccessRegister, registerPool } from '../authz/access-register';
import { readEnv, type Env } from '../config/env';
import { Database } from '../db/database';
import { databaseServer } from '../db/database-server';
import { applicationUrl, migrate } from '../db/migrate';
import { seedReferenceData } from '../db/seeds/seed-reference-data';
import { composeModules, type Platform } from '../platform';

/** The platform without its server, for one command. */
export interface Tools {
  env: Env;
  /** Of the role that owns the tables. */
  adminUrl: string;
  platform: Platform;
  close: () => Promise<void>;
}

/**
 * Works on the running platform's database, or on one started for the command. Only with a register does it read what is
 * confidential.
 */
export async function openTools({ withRegister = false } = {}): Promise<Tools> {
  const env = readEnv();
  const server = await databaseServer(env, { share: true });
  await migrate(server.adminUrl);
  const database = await Database.open(applicationUrl(server.adminUrl), { poolSize: 4 });
  await seedReferenceData(database);
  const pool = withRegister ? registerPool(applicationUrl(server.adminUrl)) : undefined;
  const platform = composeModules({
    ...(pool && { openRegister: (faultOf: () => string | null) => new BatchedAccessRegister(pool, faultOf) }),
    database,
    env,
    log: pino({ level: env.LOG_LEVEL }, pino.destination(2)),
  });
  return {
    env,
    adminUrl: server.adminUrl,
    platform,
    close: async () => {
      await platform.close();
      await pool?.end();
      await database.close();
      await server.stop();
    },
  };
}
