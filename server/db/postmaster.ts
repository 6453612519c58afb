import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What `postmaster.pid` says about a server process that is alive. */
export interface Postmaster {
  pid: number;
  port: number;
  /** `starting`, `ready`, `stopping` or `standby`; empty while the file is being written. */
  status: string;
}

/** The live postmaster of the cluster folder, or null. A recycled process number is not taken for one. */
export function readPostmaster(cluster: string): Postmaster | null {
  const lines = pidLines(cluster);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isPostmaster(pid, cluster)) return null;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() };
}

/** Waits until the cluster's server is ready (the postmaster) or gone (null). Throws when it is neither by `deadline` (ms). */
export async function settledPostmaster(cluster: string, deadline: number): Promise<Postmaster | null> {
  for (;;) {
    const found = readPostmaster(cluster);
    if (!found || found.status === 'ready') return found;
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL (process ${found.pid}) is still "${found.status}"`);
    await sleep(10);
  }
}

/**
 * Makes a pid file whose number now belongs to a stranger acceptable to a new server.
 * PostgreSQL refuses to start while that number is alive, except where it is its own parent's: hence ours. The file is
 * not deleted, because its shared memory key is what protects the data from back ends that outlived their postmaster.
 */
export function disownRecycledPid(cluster: string): void {
  const lines = pidLines(cluster);
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid) || isPostmaster(pid, cluster)) return;
  writeFileSync(pidFile(cluster), [String(process.pid), ...lines.slice(1)].join('\n'));
}

const pidFile = (cluster: string): string => join(cluster, 'postmaster.pid');

function pidLines(cluster: string): string[] {
  try {
    return readFileSync(pidFile(cluster), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A postmaster works inside its cluster folder and is started with that folder as an argument. */
function isPostmaster(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    if (process.platform === 'linux') {
      const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return basename(program) === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === cluster;
    }
    // Windows has no cheap way to ask; PostgreSQL itself checks again when it starts.
    if (process.platform === 'win32') return true;
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(
      cluster,
    );
  } catch {
    return false;
  }
}
