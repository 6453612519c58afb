import type { Command } from 'commander';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { readEnv } from '../config/env';
import { Database } from '../db/database';
import { contractFiles } from '../graphql/contract';
import { plainSchema } from '../graphql/schema';
import { composeModules } from '../platform';
import { lineDiff } from './line-diff';

const SHOWN_LINES = 60;

/** `kam schema print` writes the contract into schema/; `kam schema check` fails where it differs from the code. */
export function registerSchemaCommand(program: Command): void {
  const schema = program.command('schema').description('the contract that people review');
  const folder = ['--folder <folder>', 'where it is kept', join(__dirname, '../../schema')] as const;
  schema
    .command('print')
    .description('write schema.graphql, confidentiality.md and errors.md from the code')
    .option(...folder)
    .action((options: { folder: string }) => printContract(options.folder));
  schema
    .command('check')
    .description('compare the code with the files')
    .option(...folder)
    .action((options: { folder: string }) => checkContract(options.folder));
}

async function printContract(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(await contractOfCode()))
    await writeFile(join(folder, name), text);
}

/** Throws with the differing lines. */
async function checkContract(folder: string): Promise<void> {
  const faults: string[] = [];
  for (const [name, text] of Object.entries(await contractOfCode())) {
    const diff = lineDiff(await readFile(join(folder, name), 'utf8').catch(() => ''), text);
    const shown = [...diff.slice(0, SHOWN_LINES), ...(diff.length > SHOWN_LINES ? ['…'] : [])];
    if (diff.length > 0) faults.push(`schema/${name} is not what the code says:\n${shown.join('\n')}\n`);
  }
  if (faults.length === 0) process.stdout.write('The contract is what the code says.\n');
  else throw new Error([...faults, 'Run `npm run schema`, review the change and commit it.'].join('\n'));
}

/** The contract by file name, printed from the code; needs no database. */
async function contractOfCode(): Promise<Record<string, string>> {
  const database = Database.detached();
  const platform = composeModules({ database, env: readEnv({}), log: pino({ level: 'silent' }) });
  const files = contractFiles(plainSchema(platform.modules));
  await platform.close();
  return files;
}
