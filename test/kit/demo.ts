import { pino } from 'pino';
import { readEnv } from '../../server/config/env';
import { seedDemo } from '../../server/cli/seed-demo';
import { Database } from '../../server/db/database';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { DEMO_PASSWORD } from '../../server/db/seeds/demo/demo-password';
import { demoSignIns, EXPRESS_BUREAU } from '../../server/db/seeds/demo/demo-staff';
import { createRandom } from '../../server/db/seeds/demo/random';
import { writePeople } from '../../server/db/seeds/demo/write-demo.repository';
import { seedReferenceData } from '../../server/db/seeds/seed-reference-data';
import { hashPassword } from '../../server/modules/identity/identity.module';
import { composeModules } from '../../server/platform';
import type { TestDatabase } from './database';

/** The last month of the demo in tests, so that it is the same on any day. */
export const DEMO_LAST_MONTH = '2026-10';

/** Organisations, industries and the demo's sign-ins, without accounts. */
export async function seedPeople({ appUrl }: TestDatabase): Promise<void> {
  const database = await Database.open(appUrl, { poolSize: 2 });
  try {
    await seedReferenceData(database);
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    await database.transaction(SYSTEM_SCOPE, (session) =>
      writePeople(session, [EXPRESS_BUREAU], demoSignIns(createRandom('people')), passwordHash),
    );
  } finally {
    await database.close();
  }
}

/** The whole demo, as `kam start` writes it. */
export async function seedWholeDemo({ appUrl }: TestDatabase): Promise<void> {
  const database = await Database.open(appUrl, { poolSize: 4 });
  try {
    await seedReferenceData(database);
    const platform = composeModules({ database, env: readEnv({}), log: pino({ level: 'silent' }) });
    await seedDemo(database, platform, DEMO_LAST_MONTH);
    await platform.close();
  } finally {
    await database.close();
  }
}
