import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Database } from '../../server/db/database';
import { ImportService } from '../../server/imports/import.service';
import { UsageImporter } from '../../server/modules/usage/usage-importer.service';
import { useDatabase } from '../kit/database';
import { ask, importer, setStage, usageState, useFolder, wrongSums } from './stage';

const ACCOUNTS = 400;
const killed = useDatabase();
const whole = useDatabase();
const file = useFolder();

const rows = ['G', 'S', 'H'].flatMap((letter) =>
  Array.from({ length: ACCOUNTS }, (_, i) =>
    ['EXPRESS', 'PRESS'].flatMap((line) =>
      Array.from(
        { length: 12 },
        (_unused, m) => `${letter}${i + 1},${line},2025-${String(m + 1).padStart(2, '0')},${i + m},${i}.5`,
      ),
    ),
  ).flat(),
);

/** Imports in a process of its own, and kills that outright once it says `at`; true if it was still at work. */
async function killAt(at: RegExp, path: string, delay = 0): Promise<boolean> {
  const child = spawn(
    process.execPath,
    ['-r', '@swc-node/register', join(__dirname, 'import-child.ts'), killed.appUrl, path],
    { cwd: join(__dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    if (!at.test(line)) continue;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGKILL');
    break;
  }
  const [, signal] = (await exited) as [number | null, string | null];
  return signal === 'SIGKILL';
}

async function run(url: string, path: string): Promise<number[]> {
  const database = await Database.open(url, { poolSize: 2 });
  const usage = new UsageImporter(() => new Date('2026-11-20T00:00:00Z'));
  try {
    const summary = await new ImportService({ database, importers: [usage] }).runFile(
      importer('nation'),
      'USAGE',
      path,
    );
    return [summary.rowsRead, summary.rowsNew, summary.rowsChanged, summary.rowsSame, summary.rowsBad];
  } finally {
    await database.close();
  }
}

it('a killed import leaves nothing, and run again it is as if it had run once', async () => {
  const path = await file(
    'usage.csv',
    `account_no,line,month,volume,revenue\n${rows.join('\n')}\nnone,PRESS,2025-01,1,1\n`,
  );
  await setStage(killed.adminUrl, ACCOUNTS);
  await setStage(whole.adminUrl, ACCOUNTS);
  const empty = await usageState(killed.adminUrl);

  expect(await killAt(/^READING [1-9]/, path)).toBe(true);
  expect(await killAt(/^WRITING/, path)).toBe(true);
  expect(await killAt(/^WRITING/, path, 40)).toBe(true);
  // The server may still finish the statement it was given; what it did is rolled back.
  expect(await usageState(killed.adminUrl)).toBe(empty);
  expect(await ask(killed.adminUrl, `SELECT status, count(*)::int FROM import_jobs GROUP BY 1`)).toEqual([
    { status: 'RUNNING', count: 3 },
  ]);

  const counts = [rows.length + 1, rows.length, 0, 0, 1];
  expect(await run(killed.appUrl, path)).toEqual(counts);
  expect(await run(whole.appUrl, path)).toEqual(counts);
  expect(await usageState(killed.adminUrl)).toBe(await usageState(whole.adminUrl));
  expect(await wrongSums(killed.adminUrl)).toEqual([]);
}, 60_000);
