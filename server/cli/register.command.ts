import type { Command } from 'commander';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { readEnv } from '../config/env';
import {
  findingName,
  SealKey,
  verifyArchive,
  type Finding,
  type Head,
  type Verdict,
} from '../modules/dossier/dossier.module';
import { REGISTER_RETENTION } from '../rules/rule-defaults';
import { tableOwner } from './table-owner';
import { openTools, type Tools } from './tools';

interface VerifyOptions {
  heads?: string;
  archive?: string;
  accept?: string;
  as?: string;
}

interface ArchiveOptions {
  folder: string;
  months: string;
  as: string;
}

/**
 * `kam verify-register`: holds the access register, or a file of its archive, against the seals and prints the heads.
 * `kam archive-register`: moves what is old enough into files. Exit code 1 where anything is not as it was sealed.
 */
export function registerRegisterCommands(program: Command): void {
  program
    .command('verify-register')
    .description('find edited, deleted or inserted rows of the access register (Article 19)')
    .option('--heads <file>', 'heads kept earlier must still be there; then keeps the present ones in it')
    .option('--archive <file>', 'verify a file that archive-register wrote, without the database')
    .option('--accept <reason>', 'accept what is found, so that confidential reading goes on; needs --as')
    .option('--as <username>', 'who accepts')
    .action((options: VerifyOptions) =>
      options.archive ? verifyFile(options.archive) : withTools((tools) => verify(tools, options)),
    );
  program
    .command('archive-register')
    .description('move old rows of the access register into files; they still verify')
    .requiredOption('--folder <folder>', 'where the files go')
    .requiredOption('--as <username>', 'the member of staff who archives')
    .option(
      '--months <months>',
      `what is older than so many months, at least ${REGISTER_RETENTION.floor}`,
      String(REGISTER_RETENTION.value),
    )
    .action((options: ArchiveOptions) => withTools((tools) => archive(tools, options)));
}

async function withTools(work: (tools: Tools) => Promise<void>): Promise<void> {
  const tools = await openTools();
  try {
    await work(tools);
  } finally {
    await tools.close();
  }
}

async function verify({ platform, adminUrl }: Tools, { heads, accept, as }: VerifyOptions): Promise<void> {
  const { verifier, acceptance } = platform.register;
  if (accept !== undefined) {
    if (!as) throw new Error('--accept needs --as');
    await platform.viewerOf(as);
    await acceptance.accept(tableOwner(adminUrl), { reason: accept, by: as });
  }
  const verdicts = await verifier.verifyAll(await readHeads(heads));
  const tree = await platform.directory.tree();
  const codeOf = (provinceId: number): string => tree.byId(provinceId)?.code ?? '000000';
  for (const verdict of verdicts) process.stdout.write(describe(verdict, codeOf(verdict.provinceId)));
  conclude(verdicts.flatMap(({ findings }) => findings));
  if (heads) await writeFile(heads, JSON.stringify(verdicts.flatMap(({ head }) => head ?? [])));
}

async function verifyFile(file: string): Promise<void> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  const { rows, seals, findings } = await verifyArchive(lines, new SealKey(readEnv().ENCRYPTION_SECRET));
  process.stdout.write(`${file}: ${rows} row(s) in ${seals} seal(s)\n`);
  for (const finding of findings) process.stdout.write(`  ${findingName(finding)}\n`);
  conclude(findings);
}

async function archive({ platform, adminUrl }: Tools, { folder, months, as }: ArchiveOptions): Promise<void> {
  await platform.viewerOf(as);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const options = { folder, months: Number(months), by: as };
  const files = await platform.register.archive.archive(tableOwner(adminUrl), options);
  for (const { rows, file } of files) process.stdout.write(`${file}: ${rows} row(s)\n`);
  if (files.length === 0) process.stdout.write('没有可归档的登记 nothing is old enough\n');
}

async function readHeads(file: string | undefined): Promise<Head[]> {
  return file && existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Head[]) : [];
}

function describe({ head, rows, unsealed, findings, accepted }: Verdict, code: string): string {
  const chain = head ? `seal ${head.seq} until ${head.until} head ${head.seal}` : 'no seal';
  return [
    `${code}: ${rows} row(s) sealed, ${unsealed} not yet; ${chain}`,
    ...findings.map((finding) => `  ${findingName(finding)}`),
    ...accepted.map((finding) => `  accepted: ${findingName(finding)}`),
    '',
  ].join('\n');
}

/** Throws where there is a finding. */
function conclude(findings: Finding[]): void {
  if (findings.length > 0)
    throw new Error(`登记簿不完整 the register is not as it was sealed: ${findings.length} finding(s)`);
  process.stdout.write('登记簿完好 the register is as it was sealed\n');
}
