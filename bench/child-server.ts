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
  const named = once(child.stdout, 'data').then(([data]) => JSON.parse(String(data)) as { port: number });
  const { port } = await Promise.race([named, failure(child, file)]);
  return { url: `http://127.0.0.1:${port}/graphql`, stop: () => stop(child) };
}

/** Starts the platform as an operator does, in production mode, and waits until it is ready. */
export async function startPlatform(databaseUrl: string, nodeFlags: string[] = []): Promise<ChildServer> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, ...nodeFlags, join(ROOT, 'server/cli/kam.cjs'), 'start'],
    {
      cwd: ROOT,
      env: {
        NODE_ENV: 'production',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        POOL_SIZE: String(POOL_SIZE),
        AUTH_SECRET: 'bench-secret-that-signs-access-tokens',
        ENCRYPTION_SECRET: 'bench-secret-that-wraps-the-data-keys',
        // The load generator hangs up on what is under way when its time is over.
        LOG_LEVEL: 'fatal',
      },
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([ready(`${url}/readyz`), failure(child, 'the platform')]);
  return { url: `${url}/graphql`, stop: () => stop(child) };
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
}

/** Rejects when the child ends or stays silent. */
async function failure(child: ChildProcess, name: string): Promise<never> {
  const end = once(child, 'exit').then(([code]) => `ended with ${String(code)}`);
  const reason = await Promise.race([
    end,
    sleep(START_TIMEOUT_MS, 'is not ready after 60 s', { ref: false }),
  ]);
  child.kill('SIGKILL');
  throw new Error(`${name} ${reason}`);
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
