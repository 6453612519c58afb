import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const FOLDER = join(__dirname, 'peers');

/** Installs the peers by their own lockfile where that has not been done. */
export function installPeers(): void {
  if (existsSync(join(FOLDER, 'node_modules/.package-lock.json'))) return;
  console.error('Installing the peers (once) ...');
  // npm's own warnings about Node 22 are about PostGraphile, which gets a Node of its own.
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: FOLDER,
    stdio: ['ignore', 2, 2],
  });
}

/** A Node that PostGraphile 5 runs on (22 or newer): the one of the npm package, else this one, else none. */
export function nodeForPostGraphile(): string | undefined {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const manifest = createRequire(join(FOLDER, 'package.json')).resolve(
      `node-${platform}-${process.arch}/package.json`,
    );
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return Number(process.versions.node.split('.')[0]) >= 22 ? process.execPath : undefined;
  }
}
