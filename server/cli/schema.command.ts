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

const FOLDER = join(__dirname, '../../schema');
const SHOWN_LINES = 60;

/** `kam schema print` writes the contract into schema/; `kam schema check` fails where it differs from the code. */
export function registerSchemaCommand(program: Command): void {
  const schema = program.command('schema').description('the contract that people review: schema/');
  schema
    .command('print')
    .description('write schema.graphql, confidentiality.md and errors.md from the code')
    .action(async () => {
      await mkdir(FOLDER, { recursive: true });
      for (const [name, text] of Object.entries(await printedContract()))
        await writeFile(join(FOLDER, name), text);
    });
  schema
    .command('check')
    .description('compare the code with the files in schema/')
    .action(async () => {
      for (const [name, text] of Object.entries(await printedContract())) {
        const committed = await readFile(join(FOLDER, name), 'utf8').catch(() => '');
        const diff = lineDiff(committed, text);
        if (diff.length === 0) continue;
        const shown = [...diff.slice(0, SHOWN_LINES), ...(diff.length > SHOWN_LINES ? ['…'] : [])];
        process.stderr.write(`schema/${name} is not what the code says:\n${shown.join('\n')}\n\n`);
        process.exitCode = 1;
      }
      if (process.exitCode) process.stderr.write('Run `npm run schema`, review the change and commit it.\n');
      else process.stdout.write('schema/ is what the code says.\n');
    });
}

/** The contract by file name, printed from the code; needs no database. */
async function printedContract(): Promise<Record<string, string>> {
  const database = Database.detached();
  const platform = composeModules({ database, env: readEnv({}), log: pino({ level: 'silent' }) });
  const files = contractFiles(plainSchema(platform.modules));
  await platform.close();
  return files;
}
