import { readFileSync, realpathSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SIGN_INS } from '../../server/db/seeds/demo/demo-staff';
import { useDatabase } from '../kit/database';
import { seedPeople } from '../kit/demo';
import { runKam, startKam, type KamProcess } from '../kit/kam';
import { patience } from '../kit/patience';
import { ask } from '../kit/server';
import { temporaryFolder } from '../kit/temporary-folder';

/** What the issue allows on two processors with nothing else to do. */
const FIRST_START = 60_000;
const LATER_START = 10_000;
const folder = temporaryFolder();
const running: KamProcess[] = [];
let port: number;
let url: string;

beforeAll(async () => {
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  // A failed test may have left one: it stops as it would at a terminal.
  for (const { child, ended } of running) if (child.kill('SIGINT')) await ended;
});

function start(variables: Record<string, string> = {}): KamProcess {
  const kam = startKam(['start'], { DATA_DIR: folder, PORT: String(port), ...variables });
  running.push(kam);
  return kam;
}

/** Process id of the embedded PostgreSQL. */
function postmaster(): number {
  const cluster = realpathSync(join(folder, 'postgres', 'cluster', 'data'));
  return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function stopped(kam: KamProcess): Promise<void> {
  const pid = postmaster();
  expect(isAlive(pid)).toBe(true); // canary: this is what a living one looks like
  kam.child.kill('SIGINT');
  expect(await kam.ended).toBe(0);
  // A database that outlived the process that started it ends as a child of init, which buries it in its own time.
  for (const deadline = Date.now() + 5_000; isAlive(pid) && Date.now() < deadline;)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isAlive(pid)).toBe(false);
}

/** The accounts as a signed-in director counts them; that signing in works is part of it. */
async function accountsAs(username: string): Promise<number> {
  const nobody = ask(() => url);
  const { data, text } = await nobody<{ signIn: { accessToken: string } }>(
    `mutation { signIn(input: { username: "${username}", password: "demo-2026" }) { accessToken } }`,
  );
  if (!data) throw new Error(text);
  const counted = await ask(
    () => url,
    data.signIn.accessToken,
  )<{ accounts: { totalCount: number } }>('{ accounts { totalCount } }');
  if (!counted.data) throw new Error(counted.text);
  return counted.data.accounts.totalCount;
}

describe('kam start', () => {
  let kam: KamProcess;
  let accounts: number;

  it('tells a newcomer within a minute where it is, who may sign in and what to try', async () => {
    kam = start();
    await kam.prints('curl', patience(FIRST_START));
    expect(kam.stdout).toContain(`GraphiQL: ${url}/graphiql`);
    expect(kam.stdout).toContain('password demo-2026');
    for (const [username] of SIGN_INS) expect(kam.stdout).toContain(`  ${username}`);
    accounts = await accountsAs('nation.director');
    expect(accounts).toBeGreaterThan(2_500);
  }, 300_000);

  it('prints a request that a shell can send', async () => {
    const command = kam.stdout.split('\n').find((line) => line.trim().startsWith('curl'));
    // The shell itself takes the line apart; `curl` only tells what it was given.
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      `curl() { for given in "$@"; do printf '%s\\n' "$given"; done; }\n${command}`,
    ]);
    const [silent, address, header, contentType, data, body] = stdout.trimEnd().split('\n');
    expect([silent, header, data]).toEqual(['-s', '-H', '-d']);
    const [name, value] = contentType.split(': ');
    const answer = await fetch(address, { method: 'POST', headers: { [name]: value }, body });
    expect(await answer.json()).toMatchObject({
      data: { signIn: { accessToken: expect.any(String) as string, userErrors: [] } },
    });
  });

  it('serves GraphiQL and its state', async () => {
    for (const [path, text] of [
      ['/healthz', '{"status":"ok"}'],
      ['/readyz', '{"status":"ready"}'],
      ['/graphiql', 'Postal Key Accounts'],
    ]) {
      const answer = await fetch(url + path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(await answer.text()).toContain(text);
    }
  });

  it('refuses a port that is taken and leaves who has it alone', async () => {
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.stderr.trim()).toBe(`Port ${port} is in use: set PORT to a free one.`);
    expect(second.stdout).toBe('');
    expect(await accountsAs('gd.director')).toBeGreaterThan(0);
  }, 60_000);

  it('ends at Ctrl-C with everything it started', async () => {
    await stopped(kam);
  }, 30_000);

  it('starts again within ten seconds with its data', async () => {
    kam = start();
    await kam.prints('curl', patience(LATER_START));
    expect(await accountsAs('nation.director')).toBe(accounts);
  }, 60_000);

  it('starts again after the process was killed outright, with its data', async () => {
    const pid = postmaster();
    kam.child.kill('SIGKILL');
    expect(await kam.ended).toBeNull();
    expect(isAlive(pid)).toBe(true); // the database outlived it: the next start must take it over
    kam = start();
    await kam.prints('curl', patience(LATER_START));
    expect(postmaster()).toBe(pid);
    expect(await accountsAs('nation.director')).toBe(accounts);
    await stopped(kam);
  }, 90_000);
});

describe('production', () => {
  const database = useDatabase();
  const secrets = { AUTH_SECRET: 'a'.repeat(40), ENCRYPTION_SECRET: 'e'.repeat(40) };

  it('refuses to start without database and secrets, naming each', async () => {
    const kam = start({ NODE_ENV: 'production' });
    expect(await kam.ended).toBe(1);
    for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'ENCRYPTION_SECRET'])
      expect(kam.stderr).toContain(`- ${name}: `);
    expect(kam.stdout).toBe('');
  }, 60_000);

  it.each(Object.keys(secrets))(
    'refuses to start without %s alone',
    async (name) => {
      const kam = start({
        NODE_ENV: 'production',
        DATABASE_URL: database.adminUrl,
        ...Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name)),
      });
      expect(await kam.ended).toBe(1);
      expect(kam.stderr.match(/- \w+: /g)).toEqual([`- ${name}: `]);
    },
    20_000,
  );

  it('starts on a clean database, without demo, then refuses one with demo users', async () => {
    const variables = { NODE_ENV: 'production', DATABASE_URL: database.adminUrl, ...secrets };
    const kam = start(variables);
    await kam.prints(url, patience(LATER_START));
    expect(kam.stdout).not.toContain('demo');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/graphiql`)).status).toBe(404);
    kam.child.kill('SIGINT');
    expect(await kam.ended).toBe(0);

    await seedPeople(database);
    const again = await runKam(['start'], { DATA_DIR: folder, PORT: String(port), ...variables });
    expect(await again.ended).toBe(1);
    expect(again.stderr).toContain('demo users');
    expect(again.stderr).toContain('DATABASE_URL');
    expect(again.stdout).toBe('');
  }, 90_000);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}
