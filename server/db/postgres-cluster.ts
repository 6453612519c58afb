import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { postgresBinaries } from './postgres-binaries';
import { canReach, openFolder, serverAccount } from './server-account';

const execute = promisify(execFile);

/**
 * LC_CTYPE candidates, the first that the system has. Collation and upper/lower never come from the system (builtin
 * C.UTF-8: bytewise, the same everywhere), but pg_trgm asks LC_CTYPE what a letter is, and in C Chinese has none.
 */
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/**
 * Makes `dataDir/cluster` on the first start: `data` for PostgreSQL and `password` (0600) of its superuser.
 * Built aside and moved into place in one step, so neither a kill nor a second process at the same moment leaves half
 * a cluster. Where the server's account cannot enter `dataDir`, the cluster is kept elsewhere and linked.
 */
export async function createCluster(
  dataDir: string,
  options: { settings?: Record<string, string | number>; log?: (message: string) => void },
): Promise<void> {
  const cluster = join(dataDir, 'cluster');
  if (existsSync(join(cluster, 'data', 'PG_VERSION'))) return;
  if (lstatSync(cluster, { throwIfNoEntry: false }))
    throw new Error(`${cluster} holds no PostgreSQL data: move it away or choose another folder`);

  const account = serverAccount(cluster);
  const { initdb } = postgresBinaries(account);
  const home = account && !canReach(account, dataDir, 1) ? openFolder(account) : dataDir;
  const fresh = mkdtempSync(join(home, 'cluster-'));
  const password = join(fresh, 'password');
  writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (account) for (const path of [fresh, password]) chownSync(path, account.uid, account.gid);

  options.log?.('First start: creating the PostgreSQL cluster');
  const args = ['-D', join(fresh, 'data'), '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${password}`];
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  args.push('--no-instructions');
  if (options.settings?.fsync === 'off') args.push('--no-sync');
  try {
    for (const [index, type] of CHARACTER_TYPES.entries()) {
      try {
        await execute(initdb, [...args, `--lc-ctype=${type}`], {
          ...account,
          cwd: dirname(initdb),
          env: { LC_ALL: 'C', TZ: 'UTC' },
        });
        break;
      } catch (error) {
        const message = (error as { stderr?: string }).stderr || (error as Error).message;
        if (/invalid locale/.test(message) && index < CHARACTER_TYPES.length - 1) continue;
        throw new Error(`PostgreSQL could not create its cluster in ${dataDir}:\n${message.trim()}`, {
          cause: error,
        });
      }
    }
    if (home === dataDir) renameSync(fresh, cluster);
    else symlinkSync(fresh, cluster);
    if (home !== dataDir)
      options.log?.(`Account ${account?.uid} cannot enter ${dataDir}: data kept in ${fresh}`);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Another process may have been quicker: its cluster is as good.
    if (!existsSync(join(cluster, 'data', 'PG_VERSION'))) throw error;
  }
}
