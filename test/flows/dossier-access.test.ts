import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { hashPassword } from '../../server/modules/identity/identity.module';
import { ACCOUNTS, CANARY, DECIDE, idOf, ORGANISATIONS, REQUEST, REVOKE } from '../dossier/stage';
import type { TestDatabase } from '../kit/database';
import { useServer } from '../kit/server';
import { sql } from '../kit/sql';

/** The platform's own query, which runs compiled: its walls must be the same. */
const COMPILED = readFileSync(
  join(__dirname, '../../client-examples/operations/account-dossier.graphql'),
  'utf8',
);
const INTERPRETED = `query Ad($id: ID!) { account(id: $id) { name dossier { contact { phone } keyPersons { id name family } } } }`;

const server = useServer(prepare);

async function prepare({ adminUrl }: TestDatabase): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(ORGANISATIONS);
  const hash = await hashPassword('demo-2026');
  for (const [username, role, organisation, province, city] of [
    ['gz.manager', 'ACCOUNT_MANAGER', 4, 2, 4],
    ['gz.custodian', 'CUSTODIAN', 4, 2, 4],
    ['gd.director', 'DIRECTOR', 2, 2, 0],
  ]) {
    await client.query(
      `WITH s AS (INSERT INTO staff (province_id, city_id, organisation_id, username, name, roles)
         VALUES ($4, $5, $3, $1, $1, ARRAY[$2]) RETURNING province_id, id)
       INSERT INTO logins (username, staff_province_id, staff_id, password_hash) SELECT $1, province_id, id, $6 FROM s`,
      [username, role, organisation, province, city, hash],
    );
  }
  await client.end();
}

beforeAll(async () => {
  const person = {
    name: `${CANARY}-PERSON`,
    position: null,
    isDecisionMaker: true,
    family: `${CANARY}-FAMILY`,
    homeAddress: null,
    hobbies: null,
    lawfulBasis: null,
  };
  await server.app.platform.dossiers.saveKeyPersons(SYSTEM_SCOPE, [{ ...ACCOUNTS.gz, ...person }]);
});

interface Granted {
  grant: { id: string; status: string; requester: { name: string }; decidedBy: { name: string } | null };
}

it('a manager asks for key persons, the custodian grants, reads are registered, and it ends', async () => {
  const [manager, custodian, director] = [
    await server.as('gz.manager'),
    await server.as('gz.custodian'),
    await server.as('gd.director'),
  ];
  const id = idOf(ACCOUNTS.gz);
  const ways = [COMPILED, INTERPRETED];
  const shut = async (ask: typeof manager): Promise<void> => {
    for (const query of ways) {
      const { status, errors, text } = await ask(query, { id });
      expect(status).toBe(200);
      expect(text).not.toContain(CANARY);
      expect(text).toContain('广州客户');
      expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['FIELD_WITHHELD']));
    }
  };
  await shut(manager);
  const input = { accountId: id, sections: ['KEY_PERSONS'], purpose: '客户走访准备' };
  const asked = await manager<{ requestDossierAccess: Granted }>(REQUEST, { input });
  const { grant } = asked.data?.requestDossierAccess as Granted;
  expect(grant).toMatchObject({ status: 'REQUESTED', requester: { name: 'gz.manager' } });
  const decision = { grantId: grant.id, decision: 'GRANT' };
  // A director decides what a custodian asks for, and nothing else.
  const refused = await director<{ decideDossierAccess: { userErrors: { code: string }[] } }>(DECIDE, {
    input: decision,
  });
  expect(refused.data?.decideDossierAccess.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  const decided = await custodian<{ decideDossierAccess: Granted }>(DECIDE, { input: decision });
  expect(decided.data?.decideDossierAccess.grant).toMatchObject({
    status: 'GRANTED',
    decidedBy: { name: 'gz.custodian' },
  });
  for (const query of ways) {
    const { text, errors } = await manager(query, { id });
    expect(text).toContain(`${CANARY}-PERSON`);
    expect(errors).toBeUndefined();
  }
  await shut(director);
  await shut(custodian);
  const nobody = await server.nobody(INTERPRETED, { id });
  expect(nobody.text).not.toContain('广州客户');
  const lines = await custodian<{
    accessRegister: { edges: { node: { reader: { name: string } | null } }[] };
  }>(
    '{ accessRegister(filter: { outcome: READ, section: KEY_PERSONS }) { edges { node { purpose reader { name } accounts { name } } } } }',
  );
  expect(lines.data?.accessRegister.edges.map(({ node }) => node)).toEqual(
    ways.map(() => ({
      purpose: '客户走访准备',
      reader: { name: 'gz.manager' },
      accounts: [{ name: '广州客户' }],
    })),
  );
  await manager(REVOKE, { input: { grantId: grant.id, reason: '走访完成' } });
  await shut(manager);
  expect(server.log.join()).not.toContain(CANARY);
});

it('what is read by right in a reading session stands on the register with its purpose', async () => {
  const manager = await server.as('gz.manager');
  const id = idOf(ACCOUNTS.gz);
  const purposes = async (ask: typeof manager): Promise<(string | null)[]> => {
    const { requestId } = await ask(INTERPRETED, { id });
    return (
      await sql<{ purpose: string | null }>(
        server.database.adminUrl,
        `SELECT purpose FROM access_register WHERE request_id = '${requestId}' AND section = 'CONTACT'`,
      )
    ).map(({ purpose }) => purpose);
  };
  expect(await purposes(manager)).toEqual([null]);
  const input = { purpose: '季度走访', accountIds: [id], sections: ['CONTACT'] };
  const { data } = await manager<{ registerAccess: { readingSession: { id: string } } }>(
    `mutation Open($input: RegisterAccessInput!) { registerAccess(input: $input) { readingSession { id } userErrors { code } } }`,
    { input: { ...input, until: new Date(Date.now() + 3_600_000).toISOString() } },
  );
  expect(await purposes(manager)).toEqual(['季度走访']); // at once, not when the kept viewer ends
  await manager(
    `mutation End($input: EndAccessInput!) { endAccess(input: $input) { userErrors { code } } }`,
    {
      input: { readingSessionId: data?.registerAccess.readingSession.id },
    },
  );
  expect(await purposes(manager)).toEqual([null]);
});
