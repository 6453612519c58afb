import type { Client } from 'pg';

/** Tables that belong to no tenant, and why each may be seen from every scope. */
export const SHARED_TABLES: Record<string, string> = {
  schema_migrations: 'which migrations ran',
  organisations: 'every member of staff may see the tree',
  organisation_versions: 'every member of staff may see the tree',
  logins: 'signing in precedes any scope',
  sessions: 'a session is found by its token before the scope is known',
  refresh_tokens: 'found by their hash before the scope is known',
  service_tokens: 'found by their hash before the scope is known',
  sign_in_limits: 'counters by login name and address, before anybody is known',
  industries: 'the national classification',
  identities: 'who a customer is, nationwide; tells nobody who serves it',
  revenue_calibres: 'the national definitions of revenue',
  board_snapshots: 'that a ranking exists; its rows are tenant rows',
  board_sizes: 'how many ranks an organisation shows',
  closed_periods: 'periods are closed for the whole nation',
};

/** Functions that run with their owner's rights; each says in its migration what it reveals and to whom. */
export const DEFINER_FUNCTIONS = [
  'accounts_by_name_part(text,integer,integer,integer)',
  'erase_key_person(integer,bigint,integer,integer,integer,bigint,text,text)',
];

/** Policies that ask for no scope, and why. */
const OPEN_POLICIES: Record<string, string> = {
  'access_register.append': 'anybody’s reading is written, whatever the scope it happened in',
};

// A tenant table is any table of the schema that is not on the list of shared ones ($1).
const TENANT = `SELECT c.oid, c.relname AS name, relrowsecurity, relforcerowsecurity FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL ($1::text[])`;

// The name of the first column of a key; null for an expression.
const firstColumn = (table: string, key: string): string =>
  `(SELECT attname FROM pg_attribute WHERE attrelid = ${table} AND attnum = (${key})[array_lower(${key}, 1)])`;

const RULES: Record<string, string> = {
  'has no province_id int NOT NULL': `WITH t AS (${TENANT}) SELECT name FROM t WHERE NOT EXISTS (SELECT FROM pg_attribute a
    WHERE a.attrelid = t.oid AND a.attname = 'province_id' AND a.atttypid = 'int'::regtype AND a.attnotnull)`,
  'has no primary key that province_id leads': `WITH t AS (${TENANT}) SELECT name FROM t WHERE NOT EXISTS (
    SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'p'
      AND ${firstColumn('t.oid', 'k.conkey')} = 'province_id')`,
  'is not guarded by row-level security': `WITH t AS (${TENANT}) SELECT name FROM t WHERE NOT relrowsecurity`,
  'does not force row-level security on its owner': `WITH t AS (${TENANT}) SELECT name FROM t WHERE NOT relforcerowsecurity`,
  'has no policy': `WITH t AS (${TENANT}) SELECT name FROM t
    WHERE NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid)`,
  'is a policy that does not ask for the scope, or asks by a subquery': `WITH t AS (${TENANT})
    SELECT t.name || '.' || p.polname AS name FROM t JOIN pg_policy p ON p.polrelid = t.oid
    CROSS JOIN LATERAL (VALUES (p.polqual), (p.polwithcheck)) AS part (expression)
    WHERE expression IS NOT NULL AND t.name || '.' || p.polname <> ALL ($2::text[])
      AND (pg_get_expr(expression, t.oid) NOT LIKE '%kam.level%' OR pg_get_expr(expression, t.oid) ILIKE '%select%')`,
  'is unique without province_id leading': `WITH t AS (${TENANT}) SELECT i.indexrelid::regclass::text AS name
    FROM t JOIN pg_index i ON i.indrelid = t.oid
    WHERE (i.indisunique OR i.indisexclusion)
      AND ${firstColumn('t.oid', 'i.indkey::int2[]')} IS DISTINCT FROM 'province_id'`,
  'is a foreign key into a tenant table that province_id does not lead': `WITH t AS (${TENANT}) SELECT k.conname AS name
    FROM pg_constraint k JOIN t ON t.oid = k.confrelid
    WHERE k.contype = 'f' AND ('province_id', 'province_id')
      IS DISTINCT FROM (${firstColumn('k.conrelid', 'k.conkey')}, ${firstColumn('k.confrelid', 'k.confkey')})`,
  'is a foreign key that changes rows by itself': `SELECT conname AS name FROM pg_constraint
    WHERE contype = 'f' AND (confdeltype IN ('n', 'd', 'c') OR confupdtype IN ('n', 'd', 'c'))`,
  'is an object that kam_app owns': `SELECT coalesce(d.objid::regclass::text, 'the database') AS name FROM pg_shdepend d
    WHERE d.refobjid = 'kam_app'::regrole AND d.deptype = 'o'
      AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  'is a power kam_app must not have': `SELECT power AS name FROM pg_roles r CROSS JOIN LATERAL (VALUES
      ('superuser', rolsuper), ('bypassrls', rolbypassrls), ('createrole', rolcreaterole), ('createdb', rolcreatedb),
      ('replication', rolreplication)) AS held (power, has) WHERE rolname = 'kam_app' AND has`,
  'is a role that kam_app is a member of': `SELECT roleid::regrole::text AS name FROM pg_auth_members
    WHERE member = 'kam_app'::regrole`,
  'is a right that reaches past the wall of rows': `WITH t AS (${TENANT}) SELECT t.name || ': ' || verb AS name
    FROM t CROSS JOIN unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS verb
    WHERE has_table_privilege('kam_app', t.oid, verb)`,
  'is more than appending to and reading the access register': `SELECT t || ': ' || verb AS name
    FROM unnest(ARRAY['access_register', 'access_register_seals', 'access_register_records']) AS t
    CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'INSERT']) AS verb
    WHERE (verb <> 'INSERT' OR t = 'access_register_records')
      AND (has_table_privilege('kam_app', t, verb)
        OR (verb = 'UPDATE' AND has_any_column_privilege('kam_app', t, verb)))`,
  'runs with its owner’s rights and is not on the list': `SELECT p.oid::regprocedure::text AS name FROM pg_proc p
    WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND p.oid::regprocedure::text <> ALL ($3::text[])`,
  'is on the list of definer functions and does not exist': `SELECT name FROM unnest($3::text[]) AS name
    WHERE NOT EXISTS (SELECT FROM pg_proc p WHERE p.prosecdef AND p.oid = to_regprocedure(name))`,
  'runs with its owner’s rights for everybody, or on the caller’s search path': `SELECT p.oid::regprocedure::text AS name
    FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND (
      has_function_privilege('public', p.oid, 'EXECUTE') OR NOT coalesce(p.proconfig::text LIKE '%search_path=%', false))`,
  'is a view with its owner’s rights': `SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND (relkind = 'm' OR relkind = 'v'
      AND NOT coalesce(reloptions::text ~ 'security_invoker=(true|on|1|yes)', false))`,
  'is an enum type, whose comparison is not leakproof': `SELECT typname AS name FROM pg_type
    WHERE typtype = 'e' AND typnamespace = 'public'::regnamespace`,
  'is numeric, whose comparison is not leakproof': `SELECT c.relname || '.' || a.attname AS name
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0
      AND NOT a.attisdropped AND a.atttypid IN ('numeric'::regtype, 'money'::regtype, 'numeric[]'::regtype)`,
  'is a trigger or rule': `SELECT tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
      WHERE c.relnamespace = 'public'::regnamespace AND rulename <> '_RETURN'`,
  'is on the list of shared tables and does not exist': `SELECT name FROM unnest($1::text[]) AS name
    WHERE to_regclass('public.' || name) IS NULL`,
};

/** Every offence of the database's catalogue against the wall of rows, as `<thing> <offence>`. */
export async function catalogueFaults(client: Client): Promise<string[]> {
  const lists = [Object.keys(SHARED_TABLES), Object.keys(OPEN_POLICIES), DEFINER_FUNCTIONS];
  const faults: string[] = [];
  for (const [offence, sql] of Object.entries(RULES)) {
    const used = lists
      .map((list, i) => ({ list, mark: `$${i + 1}` }))
      .filter(({ mark }) => sql.includes(mark));
    // Parameters are numbered as they stand in the rule; those it does not use are left out.
    const text = used.reduce((query, { mark }, i) => query.replaceAll(mark, `$${i + 1}`), sql);
    const { rows } = await client.query<{ name: string }>(
      text,
      used.map(({ list }) => list),
    );
    faults.push(...rows.map(({ name }) => `${name} ${offence}`));
  }
  return faults.sort();
}
