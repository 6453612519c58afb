import { Option, type Command } from 'commander';
import { open, rm } from 'node:fs/promises';
import { SECTIONS, type Section } from '../authz/sections';
import type { Viewer } from '../authz/viewer';
import { BusinessLine } from '../graphql/business-line';
import { DomainError } from '../graphql/errors';
import {
  ExportFormat,
  ExportStatus,
  registerNumber,
  type ExportKey,
} from '../modules/exports/exports.module';
import type { Platform } from '../platform';
import { openTools } from './tools';

interface Options {
  as: string;
  out: string;
  sections?: Section[];
  search?: string;
  organisation?: string;
  line?: BusinessLine;
  period?: string;
  format?: ExportFormat;
  purpose?: string;
  number?: string;
}

/**
 * `kam export --as USERNAME --purpose TEXT --sections S... [--search TEXT] [--organisation CODE] --out FILE`, or with
 * `--line` and `--period` a board. What needs a second person prints its number; `kam export --number EXP-… --as … --out
 * FILE` fetches it when it was approved. Exit code 2: refused, or still waiting; 1: failed.
 */
export function registerExportCommand(program: Command): void {
  program
    .command('export')
    .description('copy dossiers or a board into a file, under the rights of a member of staff, registered')
    .requiredOption('--as <username>', 'the member of staff whose copy it is')
    .requiredOption('--out <file>', 'where it is written')
    .option('--purpose <text>', 'what for, 4 to 500 characters')
    .addOption(new Option('--sections <section...>', 'sections of the dossiers').choices(SECTIONS))
    .option('--search <text>', 'accounts that this finds')
    .option('--organisation <code>', 'accounts served by this organisation or below')
    .addOption(new Option('--line <line>', 'of the board, or of USAGE').choices(Object.values(BusinessLine)))
    .option('--period <period>', 'the board of 2026, 2026-Q3 or 2026-10')
    .addOption(new Option('--format <format>', 'CSV or XLSX').choices(['CSV', 'XLSX']).default('XLSX'))
    .option('--number <number>', 'fetch an export that was asked for before')
    .action(async (options: Options) => {
      const { platform, close } = await openTools({ withRegister: true });
      try {
        const viewer = await platform.viewerOf(options.as);
        await run(platform, viewer, options);
      } catch (error) {
        process.exitCode = error instanceof DomainError ? 2 : 1;
        throw error instanceof DomainError ? new Error(`${error.code}: ${error.message}`) : error;
      } finally {
        await close();
      }
    });
}

async function run({ exports }: Platform, viewer: Viewer, options: Options): Promise<void> {
  const key = options.number ? keyOf(options.number) : await ask({ exports }, viewer, options);
  await exports.queue.workOff();
  const one = await exports.service.one(viewer, key);
  if (!one) throw new DomainError('NOT_FOUND', 'no such export');
  if (one.status === ExportStatus.REQUESTED) {
    process.exitCode = 2;
    process.stdout.write(`待审批 waits for a second person: ${registerNumber(key)}\n`);
    return;
  }
  if (one.failure) throw new Error(`${registerNumber(key)}: ${one.failure}`);
  // Before the one download is used up: a path that cannot be written must not cost it.
  const file = await open(options.out, 'wx', 0o600);
  try {
    await file.writeFile((await exports.downloads.take(viewer, key)).bytes);
  } catch (error) {
    await rm(options.out, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  process.stdout.write(
    `${registerNumber(key)}: 行 rows ${one.rowsWritten}, 未提供 withheld ${one.rowsWithheld}, ${options.out}\n`,
  );
}

async function ask(
  { exports }: Pick<Platform, 'exports'>,
  viewer: Viewer,
  { sections, search, organisation, line, period, format, purpose }: Options,
): Promise<ExportKey> {
  if (period && !line) throw new Error('--period: a board needs --line, too');
  return exports.service.request(viewer, {
    accounts: null,
    filter: period ? null : { search, organisationCode: organisation },
    board: period && line ? { line, period } : null,
    sections: sections ?? [],
    usage: { line: line ?? null, from: null, to: null },
    format: format ?? ExportFormat.XLSX,
    purpose: purpose ?? '',
  });
}

function keyOf(number: string): ExportKey {
  const match = /^EXP-(\d{1,9})-(\d{1,15})$/.exec(number);
  if (!match) throw new Error('--number looks like EXP-44-12');
  return { provinceId: Number(match[1]), id: Number(match[2]) };
}
