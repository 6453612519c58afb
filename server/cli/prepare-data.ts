import type { Logger } from 'pino';
import type { Env } from '../config/env';
import { Database } from '../db/database';
import { applicationUrl } from '../db/migrate';
import { SYSTEM_SCOPE } from '../db/scope';
import { demoState } from '../db/seeds/demo/write-demo.repository';
import { seedReferenceData } from '../db/seeds/seed-reference-data';
import { hasDemoLogins } from '../modules/identity/identity.module';
import { composeModules } from '../platform';
import { seedDemo } from './seed-demo';

/**
 * Reference data always; the demo into an empty database where wanted, or finished where a seeding broke off.
 * Returns whether demo sign-ins exist. Production refuses to go on with them.
 */
export async function prepareData(env: Env, adminUrl: string, log: Logger): Promise<boolean> {
  const database = await Database.open(applicationUrl(adminUrl), { poolSize: 4 });
  try {
    await seedReferenceData(database);
    if (env.isProduction) {
      if (await database.transaction(SYSTEM_SCOPE, hasDemoLogins)) {
        throw new Error(
          'DATABASE_URL: the database holds demo users that can sign in; production refuses to start with them.',
        );
      }
      return false;
    }
    const state = await database.transaction(SYSTEM_SCOPE, demoState);
    if (env.seedDemo && (state === 'EMPTY' || state === 'BROKEN_OFF')) {
      const started = Date.now();
      const platform = composeModules({ database, env, log });
      const story = await seedDemo(database, platform, lastMonth());
      await platform.close();
      log.info(
        { accounts: story.accounts.length, facts: story.usage.length, milliseconds: Date.now() - started },
        'demo data written',
      );
      return true;
    }
    return state === 'COMPLETE' || state === 'BROKEN_OFF';
  } finally {
    await database.close();
  }
}

/** The month before the present one in Asia/Shanghai. */
function lastMonth(): string {
  const [year, month] = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
  })
    .format(new Date())
    .split('-')
    .map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
}
