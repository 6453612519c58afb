import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCluster } from './postgres-cluster';
import { postgresBinaries } from './postgres-binaries';
import { disownRecycledPid, readPostmaster, settledPostmaster, type Postmaster } from './postmaster';
import { serverAccount } from './server-account';

/** How to start the PostgreSQL that comes with the npm packages. */
export interface EmbeddedPostgresOptions {
  /** Folder for the cluster, its password and `postgres.log`; made when missing. */
  dataDir: string;
  /** TCP port on 127.0.0.1; a free one by default. Not applied to a server that is already running. */
  port?: number;
  /** Server settings, e.g. `{ fsync: 'off' }`. Not applied to a server that is already running. */
  settings?: Record<string, string | number>;
  /** Told once about each thing worth knowing: first start, adoption, data kept elsewhere. */
  log?: (message: string) => void;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** Connection string of the superuser on database `postgres`, password included. */
  adminUrl: string;
  port: number;
  /** True when the server had outlived an earlier process, or another process had just started it. */
  wasRunning: boolean;
  /** Fast shutdown; resolves when the server process is gone. Harmless when repeated. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const RACE_LOST = /lock file .*(already exists|is empty)|could not bind/;
const execute = promisify(execFile);

/**
 * Starts the server of `dataDir`, or adopts the one that is already running there.
 * Throws with the last lines of `postgres.log` when the server does not come up within 30 s.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  const dataDir = resolve(options.dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new Error(`Cannot use ${dataDir} as data folder: ${(error as Error).message}`, { cause: error });
  }
  await createCluster(dataDir, options);
  const cluster = clusterFolder(dataDir);
  // Also when this process ends by an exception, even while the server is still coming up.
  const onExit = (): void => interrupt(cluster);
  process.once('exit', onExit);
  try {
    const server = await adoptOrLaunch(dataDir, cluster, options, deadline);
    return { ...server, stop: () => server.stop().finally(() => process.off('exit', onExit)) };
  } catch (error) {
    process.off('exit', onExit);
    throw error;
  }
}

/** The live server of `dataDir`, or null. For commands used beside it: they leave `stop()` alone. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres | null> {
  if (!existsSync(join(dataDir, 'cluster', 'data'))) return null;
  const found = await settledPostmaster(clusterFolder(dataDir), Date.now() + START_TIMEOUT_MS);
  return found && embeddedPostgres(dataDir, found, true);
}

/** The real path of PostgreSQL's own folder: `dataDir/cluster` is a link where the data had to be kept elsewhere. */
function clusterFolder(dataDir: string): string {
  return realpathSync(join(dataDir, 'cluster', 'data'));
}

async function adoptOrLaunch(
  dataDir: string,
  cluster: string,
  options: EmbeddedPostgresOptions,
  deadline: number,
): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    const found = await settledPostmaster(cluster, deadline);
    if (found) {
      options.log?.(`PostgreSQL was already running on port ${found.port}: adopted`);
      return embeddedPostgres(dataDir, found, true);
    }
    const started = await launch(dataDir, cluster, options, deadline).catch(async (error: Error) => {
      // Another process was quicker, here or on the port: look again. PostgreSQL's own lock decides who serves.
      if (!RACE_LOST.test(error.message) || attempt === 5) throw error;
      await sleep(50);
      return null;
    });
    if (started) return embeddedPostgres(dataDir, started, false);
  }
}

/** One attempt to start; the postmaster once it is ready. */
async function launch(
  dataDir: string,
  cluster: string,
  options: EmbeddedPostgresOptions,
  deadline: number,
): Promise<Postmaster> {
  const account = serverAccount(cluster);
  const { postgres } = postgresBinaries(account);
  const logFile = join(dataDir, 'postgres.log');
  const settings = {
    listen_addresses: '127.0.0.1',
    // No socket file: its path is limited to 107 characters, and TCP serves every platform.
    unix_socket_directories: '',
    logging_collector: 'off',
    ...options.settings,
    port: options.port ?? (await freePort()),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  disownRecycledPid(cluster);
  const log = openSync(logFile, 'a', 0o600);
  const logStart = fstatSync(log).size;
  // Detached: the terminal's Ctrl-C must not reach the server before our orderly stop does.
  const child = spawn(postgres, ['-D', cluster, ...args], {
    ...account,
    cwd: dirname(postgres),
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure = `ended with ${signal ?? `code ${code}`}`));

  while (failure === undefined && Date.now() < deadline) {
    const found = readPostmaster(cluster);
    if (found?.pid === child.pid && found?.status === 'ready') return found;
    await sleep(10);
  }
  if (failure === undefined) interrupt(cluster);
  const lines = readFileSync(logFile).subarray(logStart).toString().trim().split('\n').slice(-15).join('\n');
  throw new Error(
    `PostgreSQL did not start: ${failure ?? 'no answer within 30 s'}. The end of ${logFile}:\n${lines}`,
  );
}

/** Asks for a fast shutdown without waiting. */
function interrupt(cluster: string): void {
  const live = readPostmaster(cluster);
  if (live) process.kill(live.pid, 'SIGINT');
}

function embeddedPostgres(dataDir: string, { port }: Postmaster, wasRunning: boolean): EmbeddedPostgres {
  const password = readFileSync(join(dataDir, 'cluster', 'password'), 'utf8').trim();
  const adminUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { adminUrl, port, wasRunning, stop: () => stopCluster(clusterFolder(dataDir)) };
}

async function stopCluster(cluster: string): Promise<void> {
  if (!readPostmaster(cluster)) return;
  const account = serverAccount(cluster);
  const { pgCtl } = postgresBinaries(account);
  const stopping = execute(pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-t', '60'], {
    ...account,
    cwd: dirname(pgCtl),
    env: { LC_ALL: 'C', TZ: 'UTC' },
  });
  // Two callers may stop at once: the second finds no pid file, and that is what it wanted.
  await stopping.catch((error: Error) => {
    if (readPostmaster(cluster)) throw error;
  });
  // pg_ctl waits for the pid file; the process itself ends a moment later.
  while (readPostmaster(cluster)) await sleep(10);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
