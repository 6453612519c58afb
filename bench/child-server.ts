import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server under measurement, in a process of its own. */
export interface ChildServer {
  url: string;
  stop(): Promise<void>;
}

// Halves the garbage collector's work on answers of this size; every Node process of the bench gets it.
const NODE_FLAGS = ['--max-semi-space-size=64'];
const START_TIMEOUT_MS = 60_000;
export const POOL_SIZE = 10;
const ROOT = join(__dirname, '..');

/** Starts a peer and waits until it names its port. */
export async function startPeer(node: string, file: string, databaseUrl: string): Promise<ChildServer> {
  const settings = JSON.stringify({ databaseUrl, poolSize: POOL_SIZE });
  const child = spawn(node, [...NODE_FLAGS, join(__dirname, 'peers', file), settings], {
    cwd: join(__dirname, 'peers'),
    env: { NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  supervise(child, file);
  const named = once(child.stdout, 'data').then(([data]) => JSON.parse(String(data)) as { port: number });
  const { port } = await started(() => named, child, file);
  return { url: `http://127.0.0.1:${port}/graphql`, stop: () => stop(child) };
}

/** The environment of a platform under measurement. */
export function platformEnvironment(databaseUrl: string, port: number): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    POOL_SIZE: String(POOL_SIZE),
    AUTH_SECRET: 'bench-secret-that-signs-access-tokens',
    ENCRYPTION_SECRET: 'bench-secret-that-wraps-the-data-keys',
    // The load generator hangs up on what is under way when its time is over.
    LOG_LEVEL: 'fatal',
  };
}

/** Starts the platform as an operator does, in production mode, and waits until it is ready. */
export async function startPlatform(
  databaseUrl: string,
  nodeFlags: string[] = [],
  settings: Record<string, string> = {},
): Promise<ChildServer> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, ...nodeFlags, join(ROOT, 'server/cli/kam.cjs'), 'start'],
    {
      cwd: ROOT,
      env: { ...platformEnvironment(databaseUrl, port), ...settings },
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  );
  supervise(child, 'the platform');
  const url = `http://127.0.0.1:${port}`;
  await started((signal) => ready(`${url}/readyz`, signal), child, 'the platform');
  return { url: `${url}/graphql`, stop: () => stop(child) };
}

/** The child ends with this process, whatever ends it; that it ended before says so. */
function supervise(child: ChildProcess, name: string): void {
  const onExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', onExit);
  child.once('exit', (code, signal) => {
    process.off('exit', onExit);
    if (!child.killed) console.error(`${name} ended with ${signal ?? `code ${code}`}`);
  });
}

async function ready(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
}

/** What `isUp` says; throws where the child ends before, or is silent for too long. */
async function started<T>(
  isUp: (signal: AbortSignal) => Promise<T>,
  child: ChildProcess,
  name: string,
): Promise<T> {
  const done = new AbortController();
  const { signal } = done;
  const end = once(child, 'exit', { signal }).then(([code]) => `ended with ${String(code)}`);
  const silence = sleep(START_TIMEOUT_MS, 'is not ready after 60 s', { signal });
  const failure = Promise.race([end, silence]).then((reason) => {
    throw new Error(`${name} ${reason}`);
  });
  try {
    return await Promise.race([isUp(signal), failure]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    done.abort();
    // What lost the race is rejected by the abort, and nobody else listens.
    await Promise.allSettled([end, silence, failure]);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(killing);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
