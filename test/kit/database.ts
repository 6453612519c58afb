import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { applicationUrl } from '../../server/db/migrate';
import { administer, databaseUrl, testCluster } from './template';

/** A migrated database that only this test file sees. */
export interface TestDatabase {
  /** The owner's connection: sets the stage, passes every wall. */
  readonly adminUrl: string;
  /** The application's connection: role `kam_app`, which owns nothing. */
  readonly appUrl: string;
}

/**
 * Call once at the top of a test file (or of a `describe`; twice gives two databases).
 * The database is copied from the template before the first test and dropped after the last; its URLs may be read in
 * hooks and tests, and throw earlier.
 */
export function useDatabase(): TestDatabase {
  let name: string | undefined;
  const url = (): string => {
    if (!name) throw new Error('The test database exists in hooks and tests only');
    return databaseUrl(testCluster().adminUrl, name);
  };

  beforeAll(async () => {
    const { adminUrl, template } = testCluster();
    const fresh = `${template}_${randomBytes(4).toString('hex')}`;
    await administer(
      adminUrl,
      `CREATE DATABASE ${escapeIdentifier(fresh)} TEMPLATE ${escapeIdentifier(template)}`,
    );
    name = fresh;
  });
  afterAll(async () => {
    // FORCE: a failed test may have left its connections open.
    if (name)
      await administer(testCluster().adminUrl, `DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
    name = undefined;
  });

  return {
    get adminUrl() {
      return url();
    },
    get appUrl() {
      return applicationUrl(url());
    },
  };
}
