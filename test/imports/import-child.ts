import 'reflect-metadata';
import { Database } from '../../server/db/database';
import { ImportService } from '../../server/imports/import.service';
import { UsageImporter } from '../../server/modules/usage/usage-importer.service';
import { importer } from './stage';

/** A process that imports a file and says how far it is, for another to kill. */
async function main([url, path]: string[]): Promise<void> {
  const database = await Database.open(url, { poolSize: 2 });
  const usage = new UsageImporter(() => new Date('2026-11-20T00:00:00Z'));
  await new ImportService({ database, importers: [usage] }).runFile(importer('nation'), 'USAGE', path, {
    onProgress: ({ stage, rows }) => process.stdout.write(`${stage} ${rows}\n`),
  });
  process.stdout.write('ENDED\n');
  await database.close();
}

void main(process.argv.slice(2));
