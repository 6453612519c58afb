import type { Viewer } from '../authz/viewer';
import type { Database } from '../db/database';
import { csvRow } from './csv-text';
import type { ImportJobRecord } from './import-job';
import { finishJob } from './import-jobs.repository';
import { lockImports } from './import-lock';
import type { ImportCounts, Importer } from './importer';
import { openSource } from './open-source';
import { recordErrors } from './record-errors';
import { stageRows } from './staging';

/** How far an import is: rows read, and bytes read of how many. */
export interface ImportProgress {
  stage: 'READING' | 'WRITING' | 'REPORTING';
  rows: number;
  position: number;
  size: number;
}

/** The result of an import. */
export interface ImportSummary extends ImportCounts {
  jobId: number;
  provinceId: number;
  isDryRun: boolean;
  /** Headings of the file that mean nothing to this import. */
  ignoredColumns: readonly string[];
}

/**
 * Imports a whole file in one transaction, or, as a dry run, does everything and takes it back but for the counts and
 * errors. Whatever fails, nothing is written. Throws FileRefused for a file that cannot be imported as a whole.
 */
export async function runImport(
  database: Database,
  viewer: Viewer,
  importer: Importer,
  job: ImportJobRecord,
  path: string,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportSummary> {
  const { source, facts } = await openSource(path);
  const report = (stage: ImportProgress['stage'], rows: number): void =>
    onProgress({ stage, rows, position: source.position, size: source.size });
  return database.copyTransaction(viewer.scope, async (client) => {
    // A lost connection rejects the running statement; without a listener it would end the process, too.
    client.on('error', () => undefined);
    await lockImports(client, importer.lock === 'NATION' ? 0 : viewer.scope.provinceId);
    // One import at a time and province: it may sort a million rows in memory.
    await client.query(`SET LOCAL work_mem = '256MB'`);
    await client.query('SET LOCAL jit = off'); // compiling costs more than it saves here
    const { headings, rowsRead } = await stageRows(client, importer, viewer, source, (rows) =>
      report('READING', rows),
    );
    report('WRITING', rowsRead);
    await client.query('ANALYZE import_rows');
    await client.query('SAVEPOINT before_writing');
    const written = await importer.write({ client, viewer, jobId: job.id });
    report('REPORTING', rowsRead);
    const finish = async (into: typeof client): Promise<ImportCounts> => {
      const rowsBad = await recordErrors(client, into, job, source);
      const counts = { rowsRead, ...written, rowsBad };
      checkSum(counts);
      await finishJob(into, job, counts, csvRow(headings.found), facts);
      return counts;
    };
    let counts: ImportCounts;
    if (job.isDryRun) {
      counts = await database.copyTransaction(viewer.scope, finish);
      await client.query('ROLLBACK TO SAVEPOINT before_writing');
    } else counts = await finish(client);
    return {
      ...counts,
      jobId: job.id,
      provinceId: job.provinceId,
      isDryRun: job.isDryRun,
      ignoredColumns: headings.ignored,
    };
  });
}

/** No row may get lost between the file and the counts. */
function checkSum({ rowsRead, rowsNew, rowsChanged, rowsSame, rowsBad }: ImportCounts): void {
  if (rowsRead !== rowsNew + rowsChanged + rowsSame + rowsBad)
    throw new Error(
      `${rowsRead} rows were read, but ${rowsNew}+${rowsChanged}+${rowsSame}+${rowsBad} counted`,
    );
}
