import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { BatchedAccessRegister, registerPool } from '../../server/authz/access-register';
import { readEnv } from '../../server/config/env';
import { Database } from '../../server/db/database';
import { composeModules } from '../../server/platform';
import { runKam } from '../kit/kam';
import { useStory } from '../kit/story';
import { temporaryFolder } from '../kit/temporary-folder';
import { decideExport, download, registered, requestExport, settled } from './stage';

const story = useStory();
const folder = temporaryFolder();
beforeAll(() => story.server.app.platform.exports.queue.stop()); // what waits is worked off by the tests

/** Accounts of gz whose contact only a grant opens to the province's director; grants for all of them. */
async function grantedAccounts(count: number): Promise<void> {
  const { provinceId, cityId } = story.key('x');
  await story.sql(
    `WITH a AS (INSERT INTO accounts (province_id, city_id, organisation_id, account_no, name, initials, identity_id)
       SELECT $1, $2, $2, 'Z' || lpad(g::text, 3, '0'), '批次客户' || g, 'PCKH', (SELECT min(id) FROM identities)
       FROM generate_series(1, $3::int) g RETURNING *),
     c AS (INSERT INTO account_contacts (province_id, account_id, city_id, address)
       SELECT province_id, id, city_id, 'CANARY-BATCH-' || account_no FROM a)
     INSERT INTO access_grants (province_id, account_id, city_id, staff_province_id, staff_id, staff_name,
       staff_organisation_id, purpose, sections, status, decided_at, decided_by_province_id, decided_by_id, valid_from, valid_to)
     SELECT a.province_id, a.id, a.city_id, s.province_id, s.id, s.name, s.organisation_id, 'batch', '{CONTACT}', 'GRANTED',
       now(), 0, 0, '2020-01-01', '2090-01-01' FROM a, staff s WHERE s.username = 'gd.director'`,
    [provinceId, cityId, count],
  );
}

it('ends the rows where the grants end in the middle', async () => {
  await grantedAccounts(60);
  const { told } = await requestExport(story, 'gd.director', {
    filter: { search: 'Z0' },
    sections: ['CONTACT'],
  });
  expect(told).toMatchObject({ status: 'QUEUED', accountCount: 60 });
  const { appUrl } = story.server.database;
  const database = await Database.open(appUrl, { poolSize: 3 });
  const pool = registerPool(appUrl);
  const platform = composeModules({
    database,
    env: readEnv({}),
    log: pino({ level: 'silent' }),
    openRegister: (faultOf) => {
      const register = new BatchedAccessRegister(pool, faultOf);
      return {
        write: async (entries) => {
          await register.write(entries);
          await story.sql(`UPDATE access_grants SET valid_to = now() WHERE purpose = 'batch'`);
        },
      };
    },
  });
  try {
    await platform.exports.queue.workOff();
  } finally {
    await platform.close();
    await pool.end();
    await database.close();
  }
  const ended = await settled(story, 'gd.director', told.id);
  expect(ended).toMatchObject({ status: 'READY', rowsWritten: 50, rowsWithheld: 10 });
  const accountsOf = (rows: { accounts: number }[]): number =>
    rows.reduce((sum, { accounts }) => sum + accounts, 0);
  const rows = await registered(story, ended.registerNumber);
  expect(accountsOf(rows.filter(({ outcome }) => outcome === 'READ'))).toBe(50);
  expect(accountsOf(rows.filter(({ outcome }) => outcome === 'REFUSED'))).toBe(10);
  // The 50 were written rightly; but their grants have ended, so that file does not leave any more.
  expect((await download(story, 'gd.director', told.id)).status).toBe(403);
});

it('killed outright, an export is claimed again and written once', async () => {
  const { told } = await requestExport(story, 'gz.director', {
    accountIds: [story.id('x')],
    sections: ['CONTACT', 'USAGE'],
  });
  const child = spawn(
    process.execPath,
    ['-r', '@swc-node/register', join(__dirname, 'export-child.ts'), story.server.database.appUrl],
    { cwd: join(__dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    expect(line).toBe('REGISTERED');
    child.kill('SIGKILL');
    break;
  }
  await exited;
  // Nobody takes it from a process that may still be at work.
  expect(await settled(story, 'gz.director', told.id)).toMatchObject({ status: 'RUNNING', href: null });
  await story.sql(`UPDATE exports SET heartbeat_at = now() - interval '61 seconds' WHERE status = 'RUNNING'`);
  const ready = await settled(story, 'gz.director', told.id);
  expect(ready).toMatchObject({ status: 'READY', rowsWritten: 2 });
  const id = Number(ready.registerNumber.split('-')[2]);
  expect(await story.sql('SELECT attempt FROM exports WHERE id = $1', [id])).toEqual([{ attempt: 2 }]);
  expect((await download(story, 'gz.director', told.id)).text).toContain('CANARY-CONTACT-x-address');
}, 60_000);

it('an export that kills its processes is given up', async () => {
  const { told } = await requestExport(story, 'gz.director', {
    accountIds: [story.id('x')],
    sections: ['CONTACT'],
  });
  await story.sql(`UPDATE exports SET attempt = 3 WHERE status = 'QUEUED'`);
  expect(await settled(story, 'gz.director', told.id)).toMatchObject({
    status: 'FAILED',
    failure: 'INTERNAL',
  });
});

describe('kam export', () => {
  const kam = async (...words: string[]): Promise<{ code: number | null; said: string }> => {
    const command = await runKam(['export', ...words], {
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
      DATABASE_URL: story.server.database.adminUrl,
    });
    return { code: await command.ended, said: command.stdout + command.stderr };
  };

  it('writes a copy under the rights of a member of staff, registered', async () => {
    const out = join(folder, 'copy.csv');
    const words = ['--as', 'gz.director', '--sections', 'CONTACT', '--search', 'K01', '--format', 'CSV'];
    const { code, said } = await kam(...words, '--purpose', '年度走访准备', '--out', out);
    expect(said).toMatch(/^EXP-\d+-\d+: 行 rows 1, 未提供 withheld 0/);
    expect(code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('CANARY-CONTACT-x-address');
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(await registered(story, said.split(':')[0])).toMatchObject([
      { operation: 'export' },
      { operation: 'downloadExport' },
    ]);
    expect((await kam(...words, '--purpose', '年', '--out', out)).said).toContain('BAD_USER_INPUT');
  }, 60_000);

  it('waits for the second person, and fetches what was approved', async () => {
    const out = join(folder, 'persons.xlsx');
    const words = ['--as', 'gz.account-manager', '--sections', 'KEY_PERSONS', '--search', 'K02'];
    const asked = await kam(...words, '--purpose', '年度走访准备', '--out', out);
    expect(asked.code).toBe(2);
    const number = /EXP-\d+-\d+/.exec(asked.said)?.[0] ?? '';
    const [{ id }] = await story.sql<{ id: string }>(
      `SELECT rtrim(translate(encode(convert_to('Export:' || province_id || ':' || id, 'UTF8'), 'base64'), '+/', '-_'), '=') AS id
       FROM exports WHERE id = $1`,
      [number.split('-')[2]],
    );
    expect((await decideExport(story, 'gz.custodian', id)).codes).toEqual([]);
    // A file that is there already is not written over, and costs nothing of the one download.
    const taken = await kam('--as', 'gz.account-manager', '--number', number, '--out', folder);
    expect(taken.code).toBe(1);
    const fetched = await kam('--as', 'gz.account-manager', '--number', number, '--out', out);
    expect(fetched).toMatchObject({ code: 0, said: expect.stringContaining('rows 2') });
    expect(statSync(out).size).toBeGreaterThan(1_000);
    expect((await kam('--as', 'gz.account-manager', '--number', number, '--out', `${out}.2`)).said).toContain(
      'EXPORT_SPENT',
    );
  }, 60_000);
});
