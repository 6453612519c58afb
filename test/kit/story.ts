import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { Role } from '../../server/authz/capabilities';
import { SECTIONS } from '../../server/authz/sections';
import { Database } from '../../server/db/database';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { seedReferenceData } from '../../server/db/seeds/seed-reference-data';
import { encodeId } from '../../server/graphql/global-id';
import { AccessTokens } from '../../server/modules/identity/access-token';
import { ask, useServer, type Ask, type TestServer } from './server';
import * as accounts from './story-accounts';
import { addPeople, PLACES, TOKEN_MAKER, type Place } from './story-people';

const AUTH_SECRET = 'the story is told to tests only, never in production';

/** Keys of an account of the story. */
export interface StoryKey {
  provinceId: number;
  accountId: number;
  cityId: number;
  unitId: number;
}

/** The story on a server of its own. */
export interface Story {
  readonly server: TestServer;
  /** Asks as a member of staff, by login name, or with `token:<name>` as one of the story's service tokens. */
  as(who: string): Promise<Ask>;
  /** Bearer of the same. */
  bearer(who: string): Promise<string>;
  /** Signs a member of staff out of what was opened so far: the next question opens a session anew. */
  forget(who: string): void;
  key(account: string): StoryKey;
  /** Global id of an account. */
  id(account: string): string;
  /** Global id of the organisation of a place. */
  organisation(place: Place): string;
  /** Runs SQL as the owner, past every wall. */
  sql<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** Service tokens of the story, each with what it may do. */
export const STORY_TOKENS: Record<string, { place: Place; capabilities: string[] }> = {
  full: {
    place: 'gd',
    capabilities: [
      ...['organisations:read', 'organisations:import', 'staff:read', 'accounts:read', 'accounts:import'],
      ...['usage:import', 'boards:read', 'dossier:read', 'jobs:read'],
    ],
  },
  plain: { place: 'gd', capabilities: ['accounts:read', 'boards:read'] },
  shenzhen: { place: 'sz', capabilities: ['accounts:read', 'boards:read', 'dossier:read'] },
};

/** Call once at the top of a test file, or once per world. Instants are fixed, so two tellings are the same bytes. */
export function useStory(variables: NodeJS.ProcessEnv = {}): Story {
  const server = useServer(prepare, { AUTH_SECRET, ...variables });
  const bearers = new Map<string, Promise<string>>();
  const keys = new Map<string, StoryKey>();
  const organisations = new Map<string, number>();
  let admin: Client;

  beforeAll(async () => {
    await server.app.scheduler.stop(); // nothing is graded or closed behind a test's back
    admin = await connected(server.database.adminUrl);
    for (const row of await story.sql<{ code: string; id: number }>('SELECT code, id FROM organisations'))
      organisations.set(row.code, row.id);
    await tell(server, admin);
    for (const row of await story.sql<StoryKey & { no: string }>(
      `SELECT account_no AS no, province_id AS "provinceId", id::int AS "accountId", city_id AS "cityId", unit_id AS "unitId" FROM accounts`,
    ))
      keys.set(row.no, row);
    await addInnerSections(story);
    await addGrants(story);
    await addPurposes(story);
    await admin.query(FIXED_INSTANTS);
    for (const [name, { place, capabilities }] of Object.entries(STORY_TOKENS))
      bearers.set(`token:${name}`, Promise.resolve(await addToken(story, name, place, capabilities)));
  }, 60_000);
  afterAll(() => admin?.end());

  const bearer = (who: string): Promise<string> => {
    let known = bearers.get(who);
    if (!known) bearers.set(who, (known = openSession(story, who)));
    return known;
  };
  const key = (account: string): StoryKey => {
    const known = keys.get(accounts.accountNo(account));
    if (!known) throw new Error(`the story has no account ${account}`);
    return known;
  };
  const story: Story = {
    server,
    bearer,
    forget: (who) => void (who.startsWith('token:') || bearers.delete(who)),
    as: async (who) => ask(() => server.url, await bearer(who)),
    key,
    id: (account) => encodeId('Account', key(account).provinceId, key(account).accountId),
    organisation: (place) => encodeId('Organisation', 0, organisations.get(PLACES[place]) ?? 0),
    sql: async <Row>(text: string, values?: unknown[]) => (await admin.query(text, values)).rows as Row[],
  };
  return story;
}

async function prepare({ adminUrl, appUrl }: { adminUrl: string; appUrl: string }): Promise<void> {
  const database = await Database.open(appUrl, { poolSize: 2 });
  await seedReferenceData(database);
  await database.close();
  const admin = await connected(adminUrl);
  // One manager and one deputy per account, whose names are its markers of section 4.
  const leads = accounts.STORY_ACCOUNTS.filter(({ isBare }) => !isBare).flatMap(({ key, place }) =>
    ['manager', 'deputy'].map((role) => ({
      username: `${role}-of-${key}`,
      name: accounts.canary('SERVICE', key, role),
      code: PLACES[place],
      roles: [Role.ACCOUNT_MANAGER],
    })),
  );
  await addPeople(admin, leads);
  await admin.end();
}

async function tell({ app: { platform } }: TestServer, admin: Client): Promise<void> {
  const ingest = await platform.viewerOf('nation.ingest');
  await platform.imports.runFile(ingest, 'ACCOUNTS', csv(accounts.accountRows()));
  await platform.imports.runFile(ingest, 'USAGE', csv(accounts.usageRows()));
  // A job of each place below, with a bad row of its own.
  for (const who of ['gd.ingest', 'sz.ingest', 'unit.ingest', 'express.ingest']) {
    const marker = accounts.canary('IMPORT', who.split('.')[0], 'revenue');
    const rows = [accounts.usageRows()[0], ['K99', 'EXPRESS', accounts.storyMonths()[0], '1', marker]];
    await platform.imports.runFile(await platform.viewerOf(who), 'USAGE', csv(rows));
  }
  await admin.query(TEAMS);
  await platform.refreshBoards();
  const { rows } = await admin.query<{ no: string; provinceId: number; accountId: number }>(
    'SELECT account_no AS no, province_id AS "provinceId", id::int AS "accountId" FROM accounts ORDER BY account_no',
  );
  const full = accounts.STORY_ACCOUNTS.filter(({ isBare }) => !isBare).map(({ key }) => {
    const row = rows.find(({ no }) => no === accounts.accountNo(key));
    if (!row) throw new Error(`${key} was not imported`);
    return { key, provinceId: row.provinceId, accountId: row.accountId };
  });
  const { dossiers } = platform;
  await dossiers.saveBasics(
    SYSTEM_SCOPE,
    full.map(({ key, ...ids }) => ({ ...ids, ...accounts.basicsOf(key) })),
  );
  await dossiers.saveContacts(
    SYSTEM_SCOPE,
    full.map(({ key, ...ids }) => ({ ...ids, ...accounts.contactOf(key) })),
  );
  await dossiers.saveKeyPersons(
    SYSTEM_SCOPE,
    full.flatMap(({ key, ...ids }) => [1, 2].map((at) => ({ ...ids, ...accounts.personOf(key, at) }))),
  );
}

const TEAMS = `INSERT INTO account_team (province_id, account_id, staff_id, city_id, unit_id, role)
  SELECT a.province_id, a.id, s.id, a.city_id, a.unit_id, lead.role
  FROM (VALUES ('manager-of-', 'MANAGER'), ('deputy-of-', 'DEPUTY')) AS lead (prefix, role)
  JOIN staff s ON starts_with(s.username, lead.prefix)
  JOIN accounts a ON a.province_id = s.province_id
    AND a.name = '示例客户' || upper(substr(s.username, length(lead.prefix) + 1)) || '有限公司'
  UNION ALL
  SELECT a.province_id, a.id, s.id, a.city_id, a.unit_id, 'MEMBER' FROM accounts a
  JOIN staff s ON s.province_id = a.province_id AND starts_with(s.username, 'gd.') WHERE a.name = '示例客户T有限公司'`;

/** Sections 4 and 6 to 8 of every account that has values. */
async function addInnerSections({ sql, key }: Story): Promise<void> {
  for (const account of accounts.STORY_ACCOUNTS.filter(({ isBare }) => !isBare)) {
    const { provinceId, accountId, cityId, unitId } = key(account.key);
    for (const [table, columns, values] of accounts.innerRows(account.key))
      await sql(
        `INSERT INTO ${table} (province_id, account_id, city_id, unit_id, ${columns})
         VALUES ($1, $2, $3, $4, ${values.map((_, at) => `$${at + 5}`).join(', ')})`,
        [provinceId, accountId, cityId, unitId, ...values],
      );
  }
}

/** Everybody holds live grants, whether or not they ever could be given them. */
async function addGrants({ sql, key }: Story): Promise<void> {
  for (const [account, sections] of Object.entries(accounts.GRANTED)) {
    const { provinceId, accountId, cityId, unitId } = key(account);
    await sql(
      `INSERT INTO access_grants (province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name,
         staff_organisation_id, purpose, sections, status, decided_at, decided_by_province_id, decided_by_id, valid_from, valid_to)
       SELECT $1, $2, $3, $4, s.province_id, s.id, s.name, s.organisation_id, 'CANARY-PURPOSE-' || s.username,
         $5, 'GRANTED', now(), 0, 0, '2020-01-01', '2090-01-01'
       FROM staff s WHERE s.username NOT LIKE '%-of-%' ORDER BY s.province_id, s.id`,
      [provinceId, accountId, cityId, unitId, sections],
    );
  }
}

/** Everybody answers a ticket and has said what they read for, whether or not they ever could. */
async function addPurposes({ sql, key }: Story): Promise<void> {
  for (const account of accounts.PURPOSEFUL) {
    const { provinceId, accountId, cityId, unitId } = key(account);
    const who = `$1::int, $2::bigint, $3::int, $4::int, province_id, id, name, organisation_id, 'CANARY-PURPOSE-' || username`;
    const columns = `province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name, staff_organisation_id`;
    const people = `FROM staff WHERE username NOT LIKE 'deputy-of-%' ORDER BY province_id, id`;
    const place = [provinceId, accountId, cityId, unitId];
    await sql(
      `INSERT INTO service_tickets (${columns}, subject, valid_from, valid_to)
       SELECT ${who}, now() - interval '1 hour', now() + interval '23 hours' ${people}`,
      place,
    );
    await sql(
      `INSERT INTO reading_sessions (${columns}, purpose, sections, valid_from, valid_to)
       SELECT ${who}, $5, '2020-01-01', '2090-01-01' ${people}`,
      [...place, SECTIONS],
    );
  }
}

const INSTANT = `'2026-01-01T00:00:00Z'::timestamptz`;
const FIXED_INSTANTS = `
  UPDATE accounts SET created_at = ${INSTANT} + id * interval '1 second', updated_at = ${INSTANT};
  UPDATE staff SET created_at = ${INSTANT};
  UPDATE board_snapshots SET as_of = ${INSTANT};
  UPDATE import_jobs SET created_at = ${INSTANT}, finished_at = ${INSTANT}, heartbeat_at = ${INSTANT};
  UPDATE access_grants SET requested_at = ${INSTANT}, decided_at = ${INSTANT};
  UPDATE dossier_sections SET entered_at = ${INSTANT};
  UPDATE account_team SET since = ${INSTANT};
  UPDATE account_services SET updated_at = ${INSTANT};
  UPDATE account_credits SET updated_at = ${INSTANT}`;

async function addToken({ server, organisation }: Story, name: string, place: Place, capabilities: string[]) {
  const { data, text } = await ask(() => server.url, await server.token(TOKEN_MAKER))<{
    createServiceToken: { token: string | null };
  }>(
    'mutation Make($input: CreateServiceTokenInput!) { createServiceToken(input: $input) { token userErrors { code } } }',
    {
      input: {
        name: `token ${name}`,
        organisationId: organisation(place),
        capabilities,
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      },
    },
  );
  if (!data?.createServiceToken.token) throw new Error(text);
  return data.createServiceToken.token;
}

/** A session as signing in would open it, without the price of a password for every one of the story's many people. */
async function openSession({ sql }: Story, username: string): Promise<string> {
  const [row] = await sql<{ staffProvinceId: number; staffId: number; sessionId: string }>(
    `INSERT INTO sessions (id, staff_province_id, staff_id, expires_at)
     SELECT $2, staff_province_id, staff_id, now() + interval '1 hour' FROM logins WHERE username = $1
     RETURNING staff_province_id AS "staffProvinceId", staff_id::int AS "staffId", id AS "sessionId"`,
    [username, randomUUID()],
  );
  if (!row) throw new Error(`the story knows no ${username}`);
  return (await new AccessTokens(AUTH_SECRET).issue(row)).accessToken;
}

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined); // the kit drops the database first
  await client.connect();
  return client;
}

const csv = (rows: string[][]): Readable =>
  Readable.from(rows.map((cells) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`));
