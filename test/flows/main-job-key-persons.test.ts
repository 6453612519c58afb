import { join } from 'node:path';
import { seedPeople } from '../kit/demo';
import { csvTable, sampleFiles } from '../kit/sample-files';
import { useServer, type Answer } from '../kit/server';
import { sql } from '../kit/sql';
import { temporaryFolder } from '../kit/temporary-folder';
import { accountId, upload } from './main-job-stage';

const folder = temporaryFolder();
const files = sampleFiles(folder);
const server = useServer(seedPeople, { DATA_DIR: join(folder, 'data') });
const ACCOUNT = csvTable(files.accounts).find((row) => row.organisation_code === '440100') ?? {};
const OTHER = csvTable(files.accounts).find((row) => row.organisation_code === '440300') ?? {};
/** In every value that only a grant opens. */
const CANARY = '哨兵7731';
const PURPOSE = '走访前了解决策人';
let id: string;

beforeAll(async () => {
  await upload(server, 'ingest', 'accounts', files.accounts);
  id = await accountId(await server.as('nation.director'), ACCOUNT.account_no);
}, 60_000);

interface Read {
  account: { name: string; dossier: { keyPersons: Record<string, unknown>[] | null } } | null;
}

const read = async (username: string): Promise<Answer<Read>> =>
  (await server.as(username))<Read>(
    `query Read($id: ID!) { account(id: $id) { name
      dossier { keyPersons { name position isDecisionMaker family homeAddress hobbies lawfulBasis } } } }`,
    { id },
  );

async function change(
  username: string,
  field: string,
  input: object,
  answer: string,
): Promise<Answer<Changed>> {
  const type = `${field[0].toUpperCase()}${field.slice(1)}Input!`;
  return (await server.as(username))<Changed>(
    `mutation Change($input: ${type}) { done: ${field}(input: $input) { ${answer} userErrors { code } } }`,
    { input },
  );
}
interface Changed {
  done: {
    grant: { id: string; status: string } | null;
    keyPersonId: string | null;
    userErrors: { code: string }[];
  } | null;
}

/** What became of readings of the account, newest last, as the register tells it in the graph. */
async function register(
  username: string,
): Promise<{ outcome: string; purpose: string | null; readerName: string }[]> {
  const { data, text } = await (
    await server.as(username)
  )<{
    accessRegister: { edges: { node: { outcome: string; purpose: string | null; readerName: string } }[] };
  }>(
    `query Register($id: ID!) { accessRegister(filter: { accountId: $id, section: KEY_PERSONS }, first: 100) {
      edges { node { outcome section purpose readerName fields accounts { accountNo } } } } }`,
    { id },
  );
  if (!data) throw new Error(text);
  expect(text).not.toContain(CANARY);
  return data.accessRegister.edges.map(({ node }) => node).reverse();
}

async function expectWithheld(username: string): Promise<void> {
  const before = (await register('auditor')).length;
  const { data, errors, text } = await read(username);
  expect(text).not.toContain(CANARY);
  expect(data?.account?.dossier.keyPersons).toBeNull();
  expect(errors).toMatchObject([
    { path: ['account', 'dossier', 'keyPersons'], extensions: { code: 'FIELD_WITHHELD' } },
  ]);
  expect((await register('auditor')).slice(before)).toMatchObject([{ outcome: 'REFUSED', purpose: null }]);
}

const person = {
  name: `${CANARY}姓名`,
  position: `${CANARY}职务`,
  isDecisionMaker: true,
  family: `${CANARY}家庭`,
  homeAddress: `${CANARY}住址`,
  hobbies: `${CANARY}爱好`,
  lawfulBasis: 'CONTRACT',
};

describe('key persons of an account of Guangzhou', () => {
  let grantId: string;

  it('are entered by the serving custodian only, and stand encrypted', async () => {
    for (const [username, code] of [
      ['gz.manager', 'FORBIDDEN'],
      ['gd.director', 'FORBIDDEN'],
      ['auditor', 'FORBIDDEN'],
    ])
      expect(
        (await change(username, 'saveKeyPerson', { accountId: id, ...person }, 'keyPersonId')).errors,
      ).toMatchObject([{ extensions: { code } }]);
    expect(await sql(server.database.adminUrl, 'SELECT FROM key_persons')).toEqual([]);

    const saved = await change('gz.custodian', 'saveKeyPerson', { accountId: id, ...person }, 'keyPersonId');
    expect(saved.data?.done).toMatchObject({ keyPersonId: expect.any(String) as string, userErrors: [] });
    const elsewhere = await accountId(await server.as('nation.director'), OTHER.account_no);
    expect(
      (await change('gz.custodian', 'saveKeyPerson', { accountId: elsewhere, ...person }, 'keyPersonId')).data
        ?.done,
    ).toMatchObject({ keyPersonId: null, userErrors: [{ code: 'NOT_FOUND' }] });

    const rows = await sql<{ row: string }>(
      server.database.adminUrl,
      'SELECT k::text AS row FROM key_persons k',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].row).not.toContain(Buffer.from(CANARY).toString('hex'));
  });

  it.each(['gz.manager', 'gz.custodian', 'gd.director', 'nation.director', 'auditor', 'express.analyst'])(
    'are withheld from %s without a grant, and the refusal is registered',
    async (username) => expectWithheld(username),
  );

  it.each(['zj.director', 'sz.manager'])(
    '%s does not even find the account, and nothing is registered',
    async (username) => {
      const before = await register('auditor');
      expect((await read(username)).text).toBe('{"data":{"account":null}}\n');
      expect(await register('auditor')).toEqual(before);
    },
  );

  it('are asked for with a purpose, decided by nobody but the serving custodian', async () => {
    const asked = await change(
      'gz.manager',
      'requestDossierAccess',
      { accountId: id, sections: ['KEY_PERSONS'], purpose: PURPOSE, hours: 1 },
      'grant { id status }',
    );
    expect(asked.data?.done).toMatchObject({ grant: { status: 'REQUESTED' }, userErrors: [] });
    grantId = asked.data?.done?.grant?.id ?? '';
    const strangers = {
      'gz.manager': 'FORBIDDEN',
      'gd.director': 'FORBIDDEN',
      'nation.director': 'FORBIDDEN',
    };
    for (const [username, code] of Object.entries({
      ...strangers,
      auditor: 'FORBIDDEN',
      'zj.director': 'NOT_FOUND',
    })) {
      const decision = { grantId, decision: 'GRANT' };
      const { data, errors } = await change(username, 'decideDossierAccess', decision, 'grant { id }');
      expect(data?.done?.grant ?? null).toBeNull();
      expect([username, errors?.[0].extensions.code ?? data?.done?.userErrors[0].code]).toEqual([
        username,
        code,
      ]);
    }
    expect(await sql(server.database.adminUrl, 'SELECT status FROM access_grants')).toEqual([
      { status: 'REQUESTED' },
    ]);
    await expectWithheld('gz.manager'); // asking opens nothing
  });

  it('the custodian finds the request and grants it', async () => {
    const { text } = await (
      await server.as('gz.custodian')
    )('{ dossierAccessRequests(status: REQUESTED) { edges { node { id purpose requesterName } } } }');
    expect(text).toContain(grantId);
    expect(text).toContain(PURPOSE);
    const decided = await change(
      'gz.custodian',
      'decideDossierAccess',
      { grantId, decision: 'GRANT' },
      'grant { id status }',
    );
    expect(decided.data?.done).toMatchObject({ grant: { status: 'GRANTED' }, userErrors: [] });
  });

  it('are read under the grant, by its holder alone, with the purpose on the register', async () => {
    const { data, errors } = await read('gz.manager');
    expect(errors).toBeUndefined();
    expect(data?.account?.dossier.keyPersons).toEqual([person]);
    for (const username of ['gz.custodian', 'auditor'])
      expect((await register(username)).at(-1)).toMatchObject({
        outcome: 'READ',
        purpose: PURPOSE,
        accounts: [{ accountNo: ACCOUNT.account_no }],
        fields: expect.arrayContaining(['KeyPerson.homeAddress']) as string[],
      });
    for (const username of ['gz.custodian', 'gd.director', 'nation.director', 'auditor'])
      await expectWithheld(username);
  });

  it('the register itself is not for everybody', async () => {
    for (const username of ['gz.manager', 'gd.director', 'ingest', 'express.analyst'])
      expect(
        (await (await server.as(username))('{ accessRegister { edges { node { readerName } } } }')).errors,
      ).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('are withheld again once the grant is over', async () => {
    await sql(
      server.database.adminUrl,
      `UPDATE access_grants SET valid_from = now() - interval '1 hour', valid_to = now()`,
    );
    await expectWithheld('gz.manager');
    const { data } = await (
      await server.as('gz.manager')
    )<{ dossierAccessRequests: { edges: { node: { status: string } }[] } }>(
      '{ dossierAccessRequests { edges { node { status } } } }',
    );
    expect(data?.dossierAccessRequests.edges).toEqual([{ node: { status: 'EXPIRED' } }]);
  });

  it('have left no trace in the logs or the register', async () => {
    expect(server.log.join('\n')).not.toContain(CANARY);
    const rows = await sql<{ row: string }>(
      server.database.adminUrl,
      'SELECT r::text AS row FROM access_register r',
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ row }) => row.includes(CANARY))).toEqual([]);
  });
});
