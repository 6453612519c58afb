import 'reflect-metadata';
import { Command } from 'commander';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { registerImportCommand } from '../../server/cli/import.command';
import { Database } from '../../server/db/database';
import { DomainError } from '../../server/graphql/errors';
import { ImportReports } from '../../server/imports/import-reports.service';
import { ImportService } from '../../server/imports/import.service';
import { UsageImporter } from '../../server/modules/usage/usage-importer.service';
import { useDatabase } from '../kit/database';
import { importer, setStage, useFolder } from './stage';

const server = useDatabase();
const file = useFolder();

beforeAll(() => setStage(server.adminUrl));
afterEach(() => {
  process.exitCode = undefined;
  jest.restoreAllMocks();
});

/** Runs `kam import …` in this process; what it printed, what it threw and the exit code it asked for. */
async function kam(...words: string[]): Promise<{ printed: string; error: string; code: unknown }> {
  let printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command('kam').exitOverride().configureOutput({ writeErr: () => undefined });
  registerImportCommand(program, async () => {
    const database = await Database.open(server.appUrl, { poolSize: 2 });
    const imports = new ImportService({ database, importers: [new UsageImporter()] });
    return {
      imports,
      reports: new ImportReports(database, imports),
      viewerOf: async (username) => {
        if (username !== 'ingest') throw new DomainError('NOT_FOUND', 'no active member of staff');
        return importer('nation');
      },
      close: () => database.close(),
    };
  });
  let error = '';
  await program
    .parseAsync(['node', 'kam', 'import', ...words])
    .catch((thrown: Error) => (error = thrown.message));
  jest.restoreAllMocks();
  return { printed, error, code: process.exitCode };
}

const HEADING = 'account_no,line,month,volume,revenue,note';

it('prints the counts and writes bad rows beside the input, which is no failure', async () => {
  const path = await file('usage.csv', `${HEADING}\nG1,EXPRESS,2025-01,1,1,a\nG1,POSTAGE,2025-01,1,1,b\n`);
  const { printed, error, code } = await kam('usage', path, '--as', 'ingest');
  expect([error, code]).toEqual(['', undefined]);
  expect(printed).toMatch('读入 read 2, 新增 new 1, 变更 changed 0, 未变 same 0, 错误 bad 1');
  expect(printed).toMatch('ignored columns: note');
  expect(printed).toMatch(`${path}.errors.csv`);
  expect(readFileSync(`${path}.errors.csv`, 'utf8')).toMatch('G1,POSTAGE,2025-01,1,1,b,3,没有这种业务');
  expect(statSync(`${path}.errors.csv`).mode & 0o777).toBe(0o600);
});

it('writes bad rows where it is told, and no file without any', async () => {
  const path = await file('more.csv', `${HEADING}\nnone,EXPRESS,2025-01,1,1,\n`);
  await kam('usage', path, '--as', 'ingest', '--dry-run', '--errors', `${path}.elsewhere`);
  expect([existsSync(`${path}.errors.csv`), existsSync(`${path}.elsewhere`)]).toEqual([false, true]);
  const good = await file('good.csv', `${HEADING}\nG2,EXPRESS,2025-01,1,1,\n`);
  expect((await kam('usage', good, '--as', 'ingest', '--dry-run')).printed).toMatch(
    'dry run, nothing written',
  );
  expect((await kam('usage', good, '--as', 'ingest')).printed).toMatch('new 1');
  expect(existsSync(`${good}.errors.csv`)).toBe(false);
});

it('ends with 2 where it is refused and 1 where it fails', async () => {
  const path = await file('narrow.csv', 'account_no\nG1\n');
  const refused = await kam('usage', path, '--as', 'ingest');
  expect([refused.code, refused.error]).toEqual([2, expect.stringMatching('required columns missing')]);
  expect(await kam('usage', path, '--as', 'stranger')).toMatchObject({ code: 2 });
  expect(await kam('usage', `${path}.absent`, '--as', 'ingest')).toMatchObject({
    code: 1,
    error: expect.stringMatching('ENOENT'),
  });
  expect((await kam('secrets', path, '--as', 'ingest')).error).toMatch('Allowed choices are');
});
