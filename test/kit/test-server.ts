import { readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningEmbeddedPostgres, startEmbeddedPostgres } from '../../server/db/embedded-postgres';

const PREFIX = 'kam-test-';

/** Data folder of one run's server; the name carries the process, so that a later run can tell whom it belonged to. */
export function testDataDir(pid: number = process.pid): string {
  return join(tmpdir(), `${PREFIX}${pid}`);
}

/** Starts this run's own PostgreSQL, quick and careless about power cuts. Returns the administrator's URL. */
export async function startTestServer(): Promise<string> {
  const { adminUrl } = await startEmbeddedPostgres({
    dataDir: testDataDir(),
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: 200 },
  });
  return adminUrl;
}

/** Stops a run's server, if there is one, and deletes its data. */
export async function removeTestServer(dataDir: string): Promise<void> {
  await (await runningEmbeddedPostgres(dataDir))?.stop();
  // The cluster may be a link to where root's helper account could reach it.
  const cluster = join(dataDir, 'cluster');
  if (statSync(cluster, { throwIfNoEntry: false }))
    rmSync(realpathSync(cluster), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

/** Removes what runs that were killed outright have left behind. */
export async function removeAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => /^kam-test-\d+$/.test(entry))) {
    const dataDir = join(tmpdir(), name);
    const mine = statSync(dataDir, { throwIfNoEntry: false })?.uid === process.getuid?.();
    const pid = Number(name.slice(PREFIX.length));
    if (mine && (pid === process.pid || !isAlive(pid))) await removeTestServer(dataDir);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
