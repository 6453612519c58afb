import { chmodSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** An operating-system account by numbers, as `spawn` and `chown` take them. */
export interface ServerAccount {
  uid: number;
  gid: number;
}

/**
 * The account PostgreSQL must run under, or undefined for "the one of this process".
 * PostgreSQL refuses to run as root, so root lends it to the owner of an existing cluster, else to `postgres`, else
 * to `nobody`. No account is ever created.
 */
export function serverAccount(cluster: string): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      // `>>> 0`: macOS writes nobody as -2.
      .map(([name, , uid, gid]) => [name, { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }]),
  );
  return (
    accounts.get('postgres') ??
    accounts.get('_postgres') ??
    accounts.get('nobody') ?? { uid: 65534, gid: 65534 }
  );
}

/** Whether the account may walk down to `target` and has the permission `bits` (4 read, 1 enter or run) on it. */
export function canReach(account: ServerAccount, target: string, bits: number): boolean {
  const real = realpathSync(target);
  if (!permits(account, real, bits)) return false;
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    if (!permits(account, folder, 1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function permits(account: ServerAccount, path: string, bits: number): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}

/**
 * A folder of root's that every account may enter, for a checkout below a closed parent (`/root`, umask 077).
 * Folders that survive a restart come first; one that somebody else could have prepared is refused.
 */
export function openFolder(account: ServerAccount): string {
  for (const parent of ['/var/lib', '/var/tmp', tmpdir()]) {
    try {
      const folder = join(parent, 'postal-key-accounts');
      mkdirSync(folder, { recursive: true });
      const { uid, mode } = lstatSync(folder);
      if (uid !== 0 || (mode & 0o170022) !== 0o040000) continue;
      chmodSync(folder, 0o755);
      if (canReach(account, folder, 1)) return folder;
    } catch {
      // Read-only or missing: the next one.
    }
  }
  throw new Error(
    `Embedded PostgreSQL does not run as root, and account ${account.uid} can enter neither this checkout nor ` +
      `/var/lib, /var/tmp or ${tmpdir()}. Move the checkout to a folder others may enter (chmod o+x), ` +
      'start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}
