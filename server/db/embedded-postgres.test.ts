import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { runningEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres';

const ROOT = join(__dirname, '../..');
const folders: string[] = [];
const children: ChildProcess[] = [];

/** A folder name that does not exist yet, deleted with its server after the file; root's helper account may enter. */
function freshFolder(mode = 0o755): string {
  const parent = mkdtempSync(join(tmpdir(), 'kam-launcher-'));
  chmodSync(parent, mode);
  folders.push(join(parent, 'data'));
  return join(parent, 'data');
}

const start = (dataDir: string, port?: number): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDir, port, settings: { fsync: 'off' } });

const pidFile = (dataDir: string): string => join(dataDir, 'cluster', 'data', 'postmaster.pid');
const serverPid = (dataDir: string): number => Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0]);

async function ask<Row extends object>(server: EmbeddedPostgres, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !condition() && Date.now() < end;)
    await new Promise((go) => setTimeout(go, 10));
  expect(condition()).toBe(true);
}

/** Runs `code` with `server` started in a Node process of its own, once that has written a line. */
async function childProcess(dataDir: string, code: string) {
  const script = `require('./server/db/embedded-postgres')
    .startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } })
    .then((server) => { ${code}; console.log(server.port, server.wasRunning) })`;
  const child = spawn(process.execPath, ['-r', '@swc-node/register', '-e', script], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
    // A process group of its own, like a command typed at a terminal.
    detached: true,
  });
  children.push(child);
  const ended = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ended, line: line.toString().trim() };
}

afterAll(async () => {
  // Those that a failed test has left.
  for (const child of children) child.kill('SIGKILL');
  for (const dataDir of folders) {
    if (existsSync(dataDir)) await (await runningEmbeddedPostgres(dataDir))?.stop();
    const cluster = join(dataDir, 'cluster');
    if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true });
    rmSync(join(dataDir, '..'), { recursive: true, force: true });
  }
});

describe('a data folder of its own', () => {
  const dataDir = freshFolder();

  it('is made on the first start: UTF-8, compared bytewise, local, by password', async () => {
    const server = await start(dataDir);
    expect(server.wasRunning).toBe(false);
    const [row] = await ask<Record<string, string>>(
      server,
      `SELECT current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS host,
              current_setting('unix_socket_directories') AS sockets, upper('é') AS upper,
              string_agg(name, '' ORDER BY name) AS sorted
       FROM unnest(ARRAY['邮', '阿', 'b', 'Z']) AS name`,
    );
    // By code point: 邮 U+90AE before 阿 U+963F, Z before b.
    expect(row).toEqual({ encoding: 'UTF8', host: '127.0.0.1', sockets: '', upper: 'É', sorted: 'Zb邮阿' });
    await ask(server, `CREATE EXTENSION pg_trgm`);
    const [{ letters }] = await ask<{ letters: number }>(
      server,
      `SELECT cardinality(show_trgm('大客户')) AS letters`,
    );
    expect(letters).toBeGreaterThan(0);

    const wrong = { ...server, adminUrl: server.adminUrl.replace(/:[0-9a-f]{48}@/, ':wrong@') };
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');

    await ask(server, `CREATE TABLE kept AS SELECT '邮政大客户' AS name`);
    const pid = serverPid(dataDir);
    await server.stop();
    expect(isAlive(pid)).toBe(false);
    await server.stop();
    expect(await runningEmbeddedPostgres(dataDir)).toBeNull();
  });

  it('is kept by the next start, which takes less than a second', async () => {
    const before = Date.now();
    const server = await start(dataDir);
    expect(Date.now() - before).toBeLessThan(1_000);
    expect(await ask(server, 'SELECT name FROM kept')).toEqual([{ name: '邮政大客户' }]);
    await server.stop();
  });

  it('is adopted after kill -9 of the process that started it, and then stopped like one of our own', async () => {
    const { child, ended, line } = await childProcess(dataDir, 'setInterval(() => {}, 1000)');
    child.kill('SIGKILL');
    await ended;
    const pid = serverPid(dataDir);
    expect(isAlive(pid)).toBe(true);

    const beside = await runningEmbeddedPostgres(dataDir);
    const server = await start(dataDir);
    expect([server.wasRunning, `${server.port} false`, beside?.adminUrl]).toEqual([
      true,
      line,
      server.adminUrl,
    ]);
    expect(await ask(server, 'SELECT name FROM kept')).toHaveLength(1);
    await server.stop();
    // It was not our child: the system reaps it in its own time.
    await until(() => !isAlive(pid));
  });

  it('does not hear the Ctrl-C of the terminal, so that the process can stop it in order', async () => {
    const { child, ended } = await childProcess(
      dataDir,
      `setInterval(() => {}, 1000); process.on('SIGINT', () => console.log('heard'))`,
    );
    const pid = serverPid(dataDir);
    const heard = once(child.stdout, 'data');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await heard;
    const server = await start(dataDir);
    expect([server.wasRunning, await ask(server, 'SELECT name FROM kept')]).toEqual([
      true,
      [{ name: '邮政大客户' }],
    ]);
    expect(serverPid(dataDir)).toBe(pid);
    child.kill('SIGKILL');
    await ended;
    await server.stop();
  });

  it('is not left running by a process that ends by an exception', async () => {
    const { ended } = await childProcess(dataDir, `setImmediate(() => { throw new Error('boom') })`);
    const pid = serverPid(dataDir);
    await ended;
    await until(() => !isAlive(pid));
  });

  it('starts after kill -9 of the server itself', async () => {
    await start(dataDir);
    const pid = serverPid(dataDir);
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid));
    const server = await start(dataDir);
    expect([server.wasRunning, await ask(server, 'SELECT name FROM kept')]).toEqual([
      false,
      [{ name: '邮政大客户' }],
    ]);
    await server.stop();
  });

  it('starts over a pid file whose number now belongs to another process, and leaves that one alone', async () => {
    const port = 1;
    const data = realpathSync(join(dataDir, 'cluster', 'data'));
    // Of the server's own account: PostgreSQL itself overlooks only the processes of others.
    const { uid, gid } = statSync(data);
    const stranger = spawn('sleep', ['60'], { uid, gid, cwd: '/', stdio: 'ignore' });
    writeFileSync(pidFile(dataDir), `${stranger.pid}\n${data}\n1\n${port}\n\n127.0.0.1\n  1  1\nready   \n`);
    chownSync(pidFile(dataDir), uid, gid);
    expect(await runningEmbeddedPostgres(dataDir)).toBeNull();
    const server = await start(dataDir);
    expect([server.wasRunning, server.port === port]).toEqual([false, false]);
    await server.stop();
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
    stranger.kill();
  });
});

it('serves two that start the same folder at once from one server, new or not', async () => {
  const dataDir = freshFolder();
  for (const round of ['new', 'not new']) {
    const [one, two] = await Promise.all([start(dataDir), start(dataDir)]);
    expect([round, ...[one.wasRunning, two.wasRunning].sort()]).toEqual([round, false, true]);
    expect(one.adminUrl).toBe(two.adminUrl);
    await ask(two, 'SELECT 1');
    await Promise.all([one.stop(), two.stop()]);
    expect(await runningEmbeddedPostgres(dataDir)).toBeNull();
  }
});

it('does so between processes too', async () => {
  const dataDir = freshFolder();
  const starters = await Promise.all([1, 2].map(() => childProcess(dataDir, 'setInterval(() => {}, 1000)')));
  const [first, second] = starters.map(({ line }) => line.split(' '));
  expect(first[0]).toBe(second[0]);
  expect([first[1], second[1]].sort()).toEqual(['false', 'true']);
  for (const { child, ended } of starters) {
    child.kill('SIGKILL');
    await ended;
  }
  await (await start(dataDir)).stop();
});

it('works below a folder that only the caller may enter', async () => {
  const dataDir = freshFolder(0o700);
  const first = await start(dataDir);
  await ask(first, 'CREATE TABLE kept ()');
  await first.stop();
  const again = await start(dataDir);
  expect(await ask(again, 'SELECT FROM kept')).toEqual([]);
  await again.stop();
});

describe('what cannot start says why', () => {
  it('a file in the place of the folder', async () => {
    const dataDir = freshFolder();
    writeFileSync(dataDir, '');
    await expect(start(dataDir)).rejects.toThrow(`Cannot use ${dataDir} as data folder`);
    rmSync(dataDir);
  });

  it('a cluster folder that is none', async () => {
    const dataDir = freshFolder();
    mkdirSync(join(dataDir, 'cluster'), { recursive: true });
    await expect(start(dataDir)).rejects.toThrow('holds no PostgreSQL data');
  });

  it('a port that is taken and data of another version: with the last lines of the log', async () => {
    const dataDir = freshFolder();
    const server = await start(dataDir);
    await expect(start(freshFolder(), server.port)).rejects.toThrow(/ended with code 1[^]*could not bind/);
    await server.stop();
    writeFileSync(join(dataDir, 'cluster', 'data', 'PG_VERSION'), '15\n');
    await expect(start(dataDir)).rejects.toThrow(/not compatible|incompatible/);
  });
});
