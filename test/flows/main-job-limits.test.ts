import { readFileSync } from 'node:fs';
import { seedPeople } from '../kit/demo';
import { PlainBoards } from '../kit/plain-boards';
import { csvTable, sampleFiles } from '../kit/sample-files';
import { useServer } from '../kit/server';
import { sql, tableChecksums } from '../kit/sql';
import { temporaryFolder } from '../kit/temporary-folder';
import { accountId, expectBoards, download, post, upload, type ImportJob } from './main-job-stage';

const folder = temporaryFolder();
const files = sampleFiles(folder);
const expected = new PlainBoards(csvTable(files.accounts), csvTable(files.usage));
const server = useServer(seedPeople, { DATA_DIR: folder });
const ALL = expected.accountsOf('000000');
let usageJob: ImportJob;
/** An account of Guangzhou that is on its city's express board of 2011. */
const [{ accountNo: KNOWN }] = expected.board('440100', 'EXPRESS', '2011').entries;
let known: string;

beforeAll(async () => {
  await upload(server, 'ingest', 'accounts', files.accounts);
  usageJob = await upload(server, 'ingest', 'usage', files.usage);
  known = await accountId(await server.as('nation.director'), KNOWN);
}, 120_000);

/** Nothing in the text may tell of any account but those of a place. */
function expectOnly(text: string, prefix: string): void {
  const told = new Set(text.match(/R\d{5}/g) ?? []);
  expect(ALL.filter((no) => told.has(no) && !expected.cityOf(no).startsWith(prefix))).toEqual([]);
}

describe('nobody writes what is not theirs', () => {
  const WRITTEN = [
    'accounts',
    'usage_facts',
    'closed_periods',
    'access_grants',
    'key_persons',
    'account_team',
  ];
  const JOBS = 'SELECT count(*)::int AS jobs FROM import_jobs';
  const state = async (): Promise<object> => {
    const { adminUrl } = server.database;
    return { ...(await tableChecksums(adminUrl, WRITTEN)), jobs: await sql(adminUrl, JOBS) };
  };
  let before: object;
  beforeAll(async () => void (before = await state()));
  afterAll(async () => expect(await state()).toEqual(before));

  const WRITES: Record<string, string> = {
    closePeriod: 'closePeriod(input: { period: "2011" }) { closedPeriod { version } userErrors { code } }',
    requestDossierAccess:
      'requestDossierAccess(input: { accountId: $id, purpose: "想看一看", sections: [KEY_PERSONS] }) { grant { id } userErrors { code } }',
    saveKeyPerson:
      'saveKeyPerson(input: { accountId: $id, name: "某某", lawfulBasis: CONSENT }) { keyPersonId userErrors { code } }',
    assignAccountTeam:
      'assignAccountTeam(input: { accountId: $id, expectedVersion: 1 }) { account { id } userErrors { code } }',
  };
  const NOT_FOUND = 'NOT_FOUND';
  const FORBIDDEN = 'FORBIDDEN';
  const refusals: [username: string, codes: Record<string, string>][] = [
    [
      'zj.director',
      {
        closePeriod: FORBIDDEN,
        requestDossierAccess: NOT_FOUND,
        saveKeyPerson: FORBIDDEN,
        assignAccountTeam: NOT_FOUND,
      },
    ],
    [
      'sz.manager',
      {
        closePeriod: FORBIDDEN,
        requestDossierAccess: NOT_FOUND,
        saveKeyPerson: FORBIDDEN,
        assignAccountTeam: FORBIDDEN,
      },
    ],
    // An auditor may ask for sections 7 and 8, never for persons.
    [
      'auditor',
      { closePeriod: FORBIDDEN, requestDossierAccess: 'SECTION_NOT_GRANTABLE', saveKeyPerson: FORBIDDEN },
    ],
    [
      'express.analyst',
      { closePeriod: FORBIDDEN, requestDossierAccess: FORBIDDEN, assignAccountTeam: FORBIDDEN },
    ],
    ['ingest', { closePeriod: FORBIDDEN, requestDossierAccess: FORBIDDEN, saveKeyPerson: FORBIDDEN }],
  ];
  it.each(refusals)('%s is refused %j', async (username, codes) => {
    const ask = await server.as(username);
    for (const [mutation, code] of Object.entries(codes)) {
      const { data, errors } = await ask<Record<string, { userErrors: { code: string }[] }>>(
        `mutation Try${mutation === 'closePeriod' ? '' : '($id: ID!)'} { ${WRITES[mutation]} }`,
        mutation === 'closePeriod' ? {} : { id: known },
      );
      const told = errors?.[0]?.extensions.code ?? data?.[mutation]?.userErrors[0]?.code;
      expect([mutation, told]).toEqual([mutation, code]);
    }
  });

  it.each(['auditor', 'sz.manager', 'gz.custodian', 'express.analyst'])(
    '%s imports nothing',
    async (username) => {
      for (const kind of ['accounts', 'usage', 'organisations'] as const) {
        const { status, text } = await post(server, username, kind, readFileSync(files.usage));
        expect([kind, status, (JSON.parse(text) as { code: string }).code]).toEqual([kind, 403, FORBIDDEN]);
      }
    },
  );

  it('nobody at all is asked to sign in, everywhere', async () => {
    for (const query of [
      '{ board(line: EXPRESS, period: "2011") { size } }',
      '{ accounts { edges { node { name } } } }',
      `{ account(id: "${known}") { name } }`,
      '{ accessRegister { edges { node { readerName } } } }',
      '{ importJobs { edges { node { fileName } } } }',
      '{ organisationTree { organisation { code } } }',
      '{ staff { edges { node { name } } } }',
      ...Object.values(WRITES).map((write) => `mutation { ${write.replaceAll('$id', `"${known}"`)} }`),
    ]) {
      const { text, errors } = await server.nobody(query);
      expect([query, errors?.map(({ extensions }) => extensions.code)]).toEqual([query, ['UNAUTHENTICATED']]);
      expectOnly(text, 'none');
    }
    expect((await server.nobody('{ viewer { name } }')).data).toEqual({ viewer: null });
    expect((await post(server, null, 'usage', readFileSync(files.usage))).status).toBe(401);
    expect((await download(server, null, usageJob.errorsHref ?? '')).status).toBe(401);
  });
});

describe('ingest and auditor', () => {
  it('ingest imports and reads neither accounts nor boards nor the register', async () => {
    const ask = await server.as('ingest');
    for (const query of [
      '{ board(line: EXPRESS, period: "2011") { size } }',
      '{ accounts { edges { node { name } } } }',
      `{ account(id: "${known}") { name } }`,
      '{ accessRegister { edges { node { readerName } } } }',
      '{ staff { edges { node { name } } } }',
    ]) {
      const { text, errors } = await ask(query);
      expect([query, errors?.map(({ extensions }) => extensions.code)]).toEqual([query, ['FORBIDDEN']]);
      expectOnly(text, 'none');
    }
  });

  it('auditor sees every board, and of imports what they came to but not their rows', async () => {
    const ask = await server.as('auditor');
    await expectBoards(ask, '440100', 'PARCEL', (period) => expected.board('440100', 'PARCEL', period));
    const { data } = await ask<{ importJobs: { edges: { node: ImportJob }[] } }>(
      '{ importJobs { edges { node { rowsBad errorsHref errors { inputRow } } } } }',
    );
    expect(data?.importJobs.edges.map(({ node }) => node)).toContainEqual({
      rowsBad: usageJob.rowsBad,
      errorsHref: null,
      errors: null,
    });
  });

  it('a job’s bad rows are for who may import them, in its scope', async () => {
    expect((await download(server, 'ingest', usageJob.errorsHref ?? '')).status).toBe(200);
    for (const username of ['auditor', 'zj.director', 'gz.manager', 'express.analyst']) {
      const { status, text } = await download(server, username, usageJob.errorsHref ?? '');
      expect([username, status]).toEqual([username, 404]);
      expect(text).not.toContain('POSTAGE');
    }
  });
});

describe('zj.director imports the file of the whole nation', () => {
  it('and every row of another province is a bad row that changes nothing', async () => {
    const { adminUrl } = server.database;
    const before = await tableChecksums(adminUrl, ['accounts', 'usage_facts', 'usage_rollups']);
    const own = (rows: Record<string, string>[]): number =>
      rows.filter(
        ({ account_no, line }) => line !== 'POSTAGE' && expected.cityOf(account_no).startsWith('33'),
      ).length;
    for (const kind of ['accounts', 'usage'] as const) {
      const rows = csvTable(files[kind]);
      expect(await upload(server, 'zj.director', kind, files[kind])).toMatchObject({
        status: 'DONE',
        rowsNew: '0',
        rowsChanged: '0',
        rowsSame: String(own(rows)),
        rowsBad: String(rows.length - own(rows)),
      });
    }
    expect(await tableChecksums(adminUrl, ['accounts', 'usage_facts', 'usage_rollups'])).toEqual(before);
  });
});
