import 'reflect-metadata';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Role } from '../../server/authz/capabilities';
import { decodeId } from '../../server/graphql/global-id';
import { hashPassword } from '../../server/modules/identity/identity.module';
import { useServer } from '../kit/server';
import { ask, setStage, usageState } from './stage';

const DATA_DIR = mkdtempSync(join(tmpdir(), 'kam-imports-http-'));
const uploads = join(DATA_DIR, 'uploads');
const PEOPLE: [name: string, province: number, organisation: number, role: Role][] = [
  ['gd.ingest', 44, 44, Role.INGEST],
  ['gd.auditor', 44, 44, Role.AUDITOR],
  ['gd.agent', 44, 44, Role.CALL_AGENT],
  ['zj.ingest', 33, 33, Role.INGEST],
  ['gd.gone', 44, 44, Role.INGEST],
];

const server = useServer(
  async ({ adminUrl }) => {
    await setStage(adminUrl);
    const hash = await hashPassword('demo-2026');
    for (const [username, province, organisation, role] of PEOPLE)
      await ask(
        adminUrl,
        `WITH s AS (INSERT INTO staff (province_id, organisation_id, username, name, roles)
           VALUES ($1, $2, $3, $3, ARRAY[$4]) RETURNING province_id, id)
         INSERT INTO logins (username, staff_province_id, staff_id, password_hash) SELECT $3, province_id, id, $5 FROM s`,
        [province, organisation, username, role, hash],
      );
  },
  { DATA_DIR },
);
afterAll(() => rmSync(DATA_DIR, { recursive: true, force: true }));

const HEADING = 'account_no,line,month,volume,revenue\n';

async function upload(
  who: string | null,
  body: string | Buffer,
  query = 'kind=usage',
  headers: Record<string, string> = {},
): Promise<{
  status: number;
  body: { id: string; status: string; code: string; message: string; requestId: string };
}> {
  const response = await fetch(`${server.url}/imports?${query}`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: { ...headers, ...(who && { authorization: `Bearer ${await server.token(who)}` }) },
  });
  return { status: response.status, body: (await response.json()) as never };
}

const JOB = `query Job($id: ID!) { importJob(id: $id) {
  id kind status isDryRun fileName rowsRead rowsNew rowsBad failure errorsHref finishedAt
  errors(first: 10) { line inputRow reason } } }`;
interface Job {
  status: string;
  errorsHref: string | null;
  failure: string | null;
}

async function ended(who: string, id: string): Promise<Job> {
  const query = await server.as(who);
  for (const until = Date.now() + 15_000; Date.now() < until; await new Promise((go) => setTimeout(go, 50))) {
    const { data, text } = await query<{ importJob: Job | null }>(JOB, { id });
    if (!data?.importJob) throw new Error(text);
    if (['DONE', 'FAILED'].includes(data.importJob.status)) return data.importJob;
  }
  throw new Error('the import does not end');
}

async function errorFile(
  who: string | null,
  path: string,
): Promise<{ status: number; text: string; type: string | null }> {
  const headers = who ? { authorization: `Bearer ${await server.token(who)}` } : undefined;
  const response = await fetch(server.url + path, { headers });
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get('content-type'),
  };
}

it('takes a file, imports it in the background and gives its errors to whoever may import there', async () => {
  const file = `${HEADING}G1,EXPRESS,2025-01,1,1\nG1,POSTAGE,2025-01,1,1\n`;
  const { status, body } = await upload('gd.ingest', file, 'kind=usage', {
    'x-file-name': encodeURIComponent('用邮.csv'),
  });
  expect([status, body.status]).toEqual([202, 'QUEUED']);
  const job = await ended('gd.ingest', body.id);
  const errors = [
    {
      line: '3',
      inputRow: 'G1,POSTAGE,2025-01,1,1',
      reason: '没有这种业务 / unknown line of business: POSTAGE',
    },
  ];
  expect(job).toMatchObject({
    kind: 'USAGE',
    status: 'DONE',
    isDryRun: false,
    fileName: '用邮.csv',
    rowsRead: '2',
    rowsNew: '1',
    rowsBad: '1',
    errorsHref: `/imports/${body.id}/errors.csv`,
    errors,
  });
  const href = job.errorsHref as string;
  const own = await errorFile('gd.ingest', href);
  expect([own.status, own.type]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(own.text).toMatch('G1,POSTAGE,2025-01,1,1,3,没有这种业务');

  // The same answer for who may not, who is elsewhere and what is not there.
  for (const who of ['gd.auditor', 'gd.agent', 'zj.ingest']) {
    const foreign = await errorFile(who, href);
    expect([who, foreign.status, foreign.text.includes('POSTAGE')]).toEqual([who, 404, false]);
  }
  expect((await errorFile(null, href)).status).toBe(401);
  expect((await errorFile('gd.ingest', '/imports/nonsense/errors.csv')).status).toBe(404);

  // An auditor sees that there was an import and what came of it, never its rows.
  const auditor = await (await server.as('gd.auditor'))<{ importJob: Job }>(JOB, { id: body.id });
  expect(auditor.data?.importJob).toMatchObject({
    status: 'DONE',
    rowsBad: '1',
    errorsHref: null,
    errors: null,
  });
  expect(auditor.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [['importJob', 'errors'], 'FORBIDDEN'],
  ]);
  for (const who of ['gd.agent', 'zj.ingest'])
    expect((await (await server.as(who))(JOB, { id: body.id })).data).toEqual({ importJob: null });
});

it('lists imports of the scope, newest first, page by page', async () => {
  await ended('gd.ingest', (await upload('gd.ingest', `${HEADING}G1,EXPRESS,2025-02,1,1\n`)).body.id);
  const list =
    'query L($after: String) { importJobs(first: 1, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }';
  interface Page {
    importJobs: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }
  const query = await server.as('gd.ingest');
  const one = (await query<Page>(list)).data?.importJobs;
  const two = (await query<Page>(list, { after: one?.pageInfo.endCursor })).data?.importJobs;
  expect(one?.pageInfo.hasNextPage).toBe(true);
  const [newer, older] = [one, two].map((page) => decodeId(page?.edges[0].node.id ?? '')?.key ?? 0);
  expect(newer).toBeGreaterThan(older);
  expect((await (await server.as('zj.ingest'))<Page>(list)).data?.importJobs.edges).toEqual([]);
  expect((await (await server.as('gd.agent'))(list)).errors?.[0].extensions.code).toBe('FORBIDDEN');
});

it('writes nothing on a dry run', async () => {
  const before = await usageState(server.database.adminUrl);
  const { body } = await upload('gd.ingest', `${HEADING}G2,EXPRESS,2025-03,1,1\n`, 'kind=usage&dryRun=1');
  expect(await ended('gd.ingest', body.id)).toMatchObject({
    isDryRun: true,
    rowsNew: '1',
    rowsBad: '0',
    errorsHref: null,
  });
  expect(await usageState(server.database.adminUrl)).toBe(before);
});

it.each<[string, string | null, string | Buffer, string, Record<string, string>, number]>([
  ['nobody', null, HEADING, 'kind=usage', {}, 401],
  ['a bad token', null, HEADING, 'kind=usage', { authorization: 'Bearer x' }, 401],
  ['who may not import', 'gd.auditor', HEADING, 'kind=usage', {}, 403],
  ['an unknown kind', 'gd.ingest', HEADING, 'kind=secrets', {}, 400],
  ['a PDF', 'gd.ingest', '%PDF-1.7', 'kind=usage', {}, 415],
  ['an empty body', 'gd.ingest', '', 'kind=usage', {}, 415],
  ['a packed body', 'gd.ingest', HEADING, 'kind=usage', { 'content-encoding': 'gzip' }, 415],
])('refuses %s', async (_what, who, content, query, headers, status) => {
  const answer = await upload(who, content, query, headers);
  expect([answer.status, Object.keys(answer.body).sort()]).toEqual([
    status,
    ['code', 'message', 'requestId'],
  ]);
  expect(readdirSync(uploads, { encoding: 'utf8' }).filter((name) => name.startsWith('upload-'))).toEqual([]);
});

it('refuses more than 512 MB before a byte is sent', async () => {
  const token = await server.token('gd.ingest');
  const status = await new Promise((resolve, reject) => {
    const sent = httpRequest(`${server.url}/imports?kind=usage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-length': 600 * 1024 * 1024 },
    });
    sent.on('response', (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.flushHeaders();
  });
  expect(status).toBe(413);
});

it('removes an upload that breaks off', async () => {
  const token = await server.token('gd.ingest');
  const sent = httpRequest(`${server.url}/imports?kind=usage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-length': 1_000_000 },
  });
  sent.on('error', () => undefined);
  sent.write('account_no,line');
  const parts = (): string[] => readdirSync(uploads).filter((name) => name.startsWith('upload-'));
  const until = async (wanted: number): Promise<void> => {
    for (const end = Date.now() + 5_000; parts().length !== wanted && Date.now() < end;)
      await new Promise((go) => setTimeout(go, 20));
    expect(parts()).toHaveLength(wanted);
  };
  await until(1);
  sent.destroy();
  await until(0);
});

it('goes on with the job of a process that died, as who filed it is now', async () => {
  const admin = server.database.adminUrl;
  const orphan = async (username: string): Promise<string> => {
    const [{ id }] = await ask<{ id: string }>(
      admin,
      `INSERT INTO import_jobs (province_id, kind, status, file_name, staff_id, heartbeat_at, attempt)
       SELECT 44, 'USAGE', 'RUNNING', 'orphan.csv', staff_id, now() - interval '5 minutes', 1
       FROM logins WHERE username = $1 RETURNING id`,
      [username],
    );
    writeFileSync(join(uploads, `job-44-${id}`), `${HEADING}S3,EXPRESS,2025-04,1,1\n`);
    return Buffer.from(`ImportJob:44:${id}`).toString('base64url');
  };
  await ask(admin, `UPDATE staff SET disabled_at = now() WHERE username = 'gd.gone'`);
  const [lives, gone] = [await orphan('gd.ingest'), await orphan('gd.gone')];
  // Any upload makes the queue look for work.
  await ended('gd.ingest', (await upload('gd.ingest', `${HEADING}G1,EXPRESS,2025-05,1,1\n`)).body.id);
  expect(await ended('gd.ingest', lives)).toMatchObject({ status: 'DONE', rowsNew: '1' });
  expect(await ended('gd.ingest', gone)).toMatchObject({
    status: 'FAILED',
    failure: expect.stringMatching('no longer'),
  });
  // The job's end is committed before its file goes: a kill between the two must not lose the file of a job to be done.
  for (const until = Date.now() + 15_000; Date.now() < until && readdirSync(uploads).length > 0;)
    await new Promise((go) => setTimeout(go, 50));
  expect(readdirSync(uploads)).toEqual([]);
});
