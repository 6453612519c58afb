import { Argument, type Command } from 'commander';
import { SingleBar } from 'cli-progress';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Viewer } from '../authz/viewer';
import { DomainError } from '../graphql/errors';
import type { ImportReports } from '../imports/import-reports.service';
import type { ImportService } from '../imports/import.service';
import type { ImportKind } from '../imports/importer';
import type { ImportProgress, ImportSummary } from '../imports/run-import';

/** What the command works with, once it runs. */
export interface ImportTools {
  imports: ImportService;
  reports: ImportReports;
  viewerOf(username: string): Promise<Viewer>;
  /** Waits for what an import sets off, and ends connections. */
  close(): Promise<void>;
}

interface Options {
  as: string;
  dryRun?: boolean;
  errors?: string;
}

const STAGES: Record<ImportProgress['stage'], string> = {
  READING: 'reading',
  WRITING: 'writing',
  REPORTING: 'reporting',
};

/**
 * `kam import accounts|usage|organisations FILE --as USERNAME [--dry-run] [--errors FILE]`. Bad rows do not make it
 * fail: they are counted and written to a file. Exit code 2: refused, 1: failed.
 */
export function registerImportCommand(program: Command, openTools: () => Promise<ImportTools>): void {
  program
    .command('import')
    .description('import a CSV or XLSX file; good rows go in, bad rows into a file with the reason')
    .addArgument(
      new Argument('<kind>', 'what the file holds').choices(['accounts', 'usage', 'organisations']),
    )
    .argument('<file>', 'CSV (UTF-8 or GB18030) or XLSX')
    .requiredOption('--as <username>', 'the member of staff who imports; their scope holds')
    .option('--dry-run', 'check everything and write nothing')
    .option('--errors <file>', 'where bad rows are written (default: FILE.errors.csv)')
    .action(async (kind: string, file: string, options: Options) => {
      const tools = await openTools();
      try {
        const viewer = await tools.viewerOf(options.as);
        const summary = await runWithBar(
          tools.imports,
          viewer,
          kind.toUpperCase() as ImportKind,
          file,
          options,
        );
        process.stdout.write(report(summary));
        if (summary.rowsBad > 0)
          await writeErrors(tools.reports, viewer, summary, options.errors ?? `${file}.errors.csv`);
      } catch (error) {
        process.exitCode = error instanceof DomainError ? 2 : 1;
        throw error;
      } finally {
        await tools.close();
      }
    });
}

async function runWithBar(
  imports: ImportService,
  viewer: Viewer,
  kind: ImportKind,
  file: string,
  { dryRun }: Options,
): Promise<ImportSummary> {
  if (!process.stderr.isTTY) return imports.runFile(viewer, kind, file, { dryRun });
  const bar = new SingleBar({ format: '{stage} [{bar}] {percentage}% | {rows} rows', hideCursor: true });
  let isStarted = false;
  const onProgress = ({ stage, rows, position, size }: ImportProgress): void => {
    if (!isStarted) bar.start(size, 0, { stage: STAGES[stage], rows });
    isStarted = true;
    bar.update(position, { stage: STAGES[stage], rows });
  };
  try {
    return await imports.runFile(viewer, kind, file, { dryRun, onProgress });
  } finally {
    bar.stop();
  }
}

function report(summary: ImportSummary): string {
  const { rowsRead, rowsNew, rowsChanged, rowsSame, rowsBad, ignoredColumns, isDryRun } = summary;
  const lines = [
    `${isDryRun ? '试运行,未写入 / dry run, nothing written\n' : ''}读入 read ${rowsRead}, 新增 new ${rowsNew}, ` +
      `变更 changed ${rowsChanged}, 未变 same ${rowsSame}, 错误 bad ${rowsBad}`,
  ];
  if (ignoredColumns.length > 0) lines.push(`忽略的列 ignored columns: ${ignoredColumns.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

async function writeErrors(
  reports: ImportReports,
  viewer: Viewer,
  { provinceId, jobId }: ImportSummary,
  path: string,
): Promise<void> {
  await rm(path, { force: true }); // so that the mode below holds
  await pipeline(
    Readable.from(reports.errorFile(viewer, { provinceId, id: jobId })),
    createWriteStream(path, { mode: 0o600 }),
  );
  process.stdout.write(`错误行及原因 bad rows with reasons: ${path}\n`);
}
