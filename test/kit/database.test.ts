import { Client } from 'pg';
import { SignJWT, jwtVerify } from 'jose';
import { useDatabase } from './database';

const outside = (() => {
  const database = useDatabase();
  try {
    return database.adminUrl;
  } catch (error) {
    return (error as Error).message;
  }
})();

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the test kit', () => {
  const one = useDatabase();
  const two = useDatabase();

  it('gives migrated databases that do not see each other', async () => {
    await ask(one.adminUrl, 'CREATE TABLE only_here ()');
    const found = `SELECT to_regclass('only_here')::text AS own, to_regclass('schema_migrations')::text AS migrated`;
    expect(await ask(one.adminUrl, found)).toEqual([{ own: 'only_here', migrated: 'schema_migrations' }]);
    expect(await ask(two.adminUrl, found)).toEqual([{ own: null, migrated: 'schema_migrations' }]);
  });

  it('lets the application in as a role that owns nothing and passes no wall', async () => {
    const rows = await ask(
      one.appUrl,
      `SELECT current_user AS name, rolsuper OR rolbypassrls AS mighty,
              (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned
       FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(rows).toEqual([{ name: 'kam_app', mighty: false, owned: 0 }]);
    await expect(ask(one.appUrl, 'CREATE TABLE theirs ()')).rejects.toThrow('permission denied');
  });

  it('refuses its URLs before the database is there', () => {
    expect(outside).toMatch('hooks and tests only');
  });

  it('loads packages that are published as ES modules only', async () => {
    const key = new Uint8Array(32).fill(7);
    const token = await new SignJWT({ sub: 'x' }).setProtectedHeader({ alg: 'HS256' }).sign(key);
    expect((await jwtVerify(token, key)).payload.sub).toBe('x');
  });
});
