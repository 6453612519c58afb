import { Client } from 'pg';
import { useDatabase } from '../kit/database';
import { catalogueFaults } from './catalogue-faults';

let client: Client;
// Before the database's own hook, which drops it: hooks run in this order.
afterAll(() => client.end());
const database = useDatabase();
beforeAll(async () => {
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
});

/** What the checker says once `sql` has been run; nothing of it stays. */
async function faultsAfter(sql: string): Promise<string[]> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    return await catalogueFaults(client);
  } finally {
    await client.query('ROLLBACK');
  }
}

it('the catalogue of a fresh database keeps to the wall of rows', async () => {
  expect(await catalogueFaults(client)).toEqual([]);
});

const TABLE = `CREATE TABLE bad (province_id int NOT NULL, id bigint NOT NULL, city_id int, unit_id int,
  PRIMARY KEY (province_id, id)); CALL guard_rows('bad');`;

it('a table made by the rules is no fault', async () => {
  expect(await faultsAfter(TABLE)).toEqual([]);
});

it.each([
  ['a table that nobody declared', 'CREATE TABLE bad (id int)', 'bad has no province_id int NOT NULL'],
  [
    'a province that may be null',
    'CREATE TABLE bad (province_id int)',
    'bad has no province_id int NOT NULL',
  ],
  [
    'another key',
    'CREATE TABLE bad (province_id int NOT NULL, id bigint PRIMARY KEY)',
    'bad has no primary key that province_id leads',
  ],
  [
    'a key in the wrong order',
    'CREATE TABLE bad (province_id int, id bigint, PRIMARY KEY (id, province_id))',
    'bad has no primary key that province_id leads',
  ],
  [
    'an unguarded table',
    `${TABLE} ALTER TABLE bad DISABLE ROW LEVEL SECURITY`,
    'bad is not guarded by row-level security',
  ],
  [
    'a table whose owner passes',
    `${TABLE} ALTER TABLE bad NO FORCE ROW LEVEL SECURITY`,
    'bad does not force row-level security on its owner',
  ],
  ['a guarded table without policy', `${TABLE} DROP POLICY scope ON bad`, 'bad has no policy'],
  [
    'a policy that lets all pass',
    `${TABLE} CREATE POLICY open ON bad USING (true)`,
    'bad.open is a policy that does not ask for the scope, or asks by a subquery',
  ],
  [
    'a policy that asks by a subquery',
    `${TABLE} CREATE POLICY slow ON bad USING (province_id = (SELECT current_setting('kam.level')::int))`,
    'bad.slow is a policy that does not ask for the scope, or asks by a subquery',
  ],
  [
    'a unique constraint across provinces',
    `${TABLE} ALTER TABLE bad ADD UNIQUE (city_id, province_id)`,
    'bad_city_id_province_id_key is unique without province_id leading',
  ],
  [
    'a unique index over an expression',
    `${TABLE} CREATE UNIQUE INDEX bad_sum ON bad ((city_id + 1), province_id)`,
    'bad_sum is unique without province_id leading',
  ],
  [
    'an exclusion across provinces',
    `${TABLE} ALTER TABLE bad ADD CONSTRAINT bad_gist EXCLUDE USING gist (id WITH =, province_id WITH =)`,
    'bad_gist is unique without province_id leading',
  ],
  [
    'a foreign key that crosses provinces',
    `${TABLE} ALTER TABLE bad ADD CONSTRAINT crossing FOREIGN KEY (city_id, id) REFERENCES accounts`,
    'crossing is a foreign key into a tenant table that province_id does not lead',
  ],
  [
    'a shared table that points into tenants',
    'ALTER TABLE identities ADD p int, ADD CONSTRAINT pointing FOREIGN KEY (p, id) REFERENCES accounts',
    'pointing is a foreign key into a tenant table that province_id does not lead',
  ],
  [
    'a foreign key that empties columns',
    `${TABLE} ALTER TABLE bad ADD CONSTRAINT emptying FOREIGN KEY (province_id, id) REFERENCES accounts ON DELETE SET NULL`,
    'emptying is a foreign key that changes rows by itself',
  ],
  [
    'a table of the application',
    `${TABLE} GRANT CREATE ON SCHEMA public TO kam_app; ALTER TABLE bad OWNER TO kam_app`,
    'bad is an object that kam_app owns',
  ],
  [
    'a role that passes the walls',
    'ALTER ROLE kam_app BYPASSRLS',
    'bypassrls is a power kam_app must not have',
  ],
  ['a role that makes roles', 'ALTER ROLE kam_app CREATEROLE', 'createrole is a power kam_app must not have'],
  ['a superuser', 'ALTER ROLE kam_app SUPERUSER', 'superuser is a power kam_app must not have'],
  [
    'membership of a mighty role',
    'GRANT pg_read_all_data TO kam_app',
    'pg_read_all_data is a role that kam_app is a member of',
  ],
  [
    'the right to empty a table',
    'GRANT TRUNCATE ON accounts TO kam_app',
    'accounts: TRUNCATE is a right that reaches past the wall of rows',
  ],
  [
    'a register that can be rewritten',
    'GRANT UPDATE (purpose) ON access_register TO kam_app',
    'access_register: UPDATE is more than appending to and reading the access register',
  ],
  [
    'a register that can be emptied by anybody',
    'GRANT DELETE ON access_register TO PUBLIC',
    'access_register: DELETE is more than appending to and reading the access register',
  ],
  [
    'a seal that can be rewritten',
    'GRANT UPDATE (seal) ON access_register_seals TO kam_app',
    'access_register_seals: UPDATE is more than appending to and reading the access register',
  ],
  [
    'a record of the command line that the application can make',
    'GRANT INSERT ON access_register_records TO kam_app',
    'access_register_records: INSERT is more than appending to and reading the access register',
  ],
  [
    'a definer function nobody reviewed',
    `CREATE FUNCTION peek() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`,
    'peek() runs with its owner’s rights and is not on the list',
  ],
  [
    'a reviewed definer function that is gone',
    'DROP FUNCTION accounts_by_name_part',
    'accounts_by_name_part(text,integer,integer,integer) is on the list of definer functions and does not exist',
  ],
  [
    'a definer function on the caller’s search path',
    'ALTER FUNCTION accounts_by_name_part RESET search_path',
    'accounts_by_name_part(text,integer,integer,integer) runs with its owner’s rights for everybody, or on the caller’s search path',
  ],
  [
    'a definer function for everybody',
    'GRANT EXECUTE ON FUNCTION accounts_by_name_part TO PUBLIC',
    'accounts_by_name_part(text,integer,integer,integer) runs with its owner’s rights for everybody, or on the caller’s search path',
  ],
  [
    'a view with its owner’s rights',
    'CREATE VIEW peep AS SELECT name FROM accounts',
    'peep is a view with its owner’s rights',
  ],
  [
    'an enum type',
    `CREATE TYPE colour AS ENUM ('RED')`,
    'colour is an enum type, whose comparison is not leakproof',
  ],
  [
    'a numeric column',
    'ALTER TABLE accounts ADD sum numeric(12, 2)',
    'accounts.sum is numeric, whose comparison is not leakproof',
  ],
  [
    'a trigger',
    'CREATE TRIGGER sly BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    'sly is a trigger or rule',
  ],
  ['a rule', 'CREATE RULE sly AS ON DELETE TO accounts DO NOTHING', 'sly is a trigger or rule'],
  [
    'a shared table that is gone',
    'DROP TABLE sign_in_limits',
    'sign_in_limits is on the list of shared tables and does not exist',
  ],
])('sees %s', async (_what, sql, fault) => {
  expect(await faultsAfter(sql)).toContain(fault);
});

it('a view with the caller’s rights is no fault', async () => {
  const sql = 'CREATE VIEW seen WITH (security_invoker = true) AS SELECT name FROM accounts';
  expect(await faultsAfter(sql)).toEqual([]);
});
