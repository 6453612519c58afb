import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { findingName, type Head, type Verdict } from '../modules/dossier/dossier.module';
import { openTools } from './tools';

interface VerifyOptions {
  heads?: string;
}

/**
 * `kam verify-register [--heads FILE]`: holds the access register against its seals and prints the head of each chain.
 * Exit code 1 where a row or seal was edited, deleted or inserted.
 */
export function registerRegisterCommands(program: Command): void {
  program
    .command('verify-register')
    .description('find edited, deleted or inserted rows of the access register (Article 19)')
    .option('--heads <file>', 'heads printed earlier must still be there; then keeps the present ones in it')
    .action(async ({ heads }: VerifyOptions) => {
      const { platform, close } = await openTools();
      try {
        const verdicts = await platform.registerVerifier.verifyAll(await readHeads(heads));
        const tree = await platform.directory.tree();
        const codeOf = (provinceId: number): string => tree.byId(provinceId)?.code ?? '000000';
        for (const verdict of verdicts) process.stdout.write(describe(verdict, codeOf(verdict.provinceId)));
        const count = verdicts.reduce((sum, { findings }) => sum + findings.length, 0);
        if (count > 0)
          throw new Error(`登记簿不完整 the register is not as it was sealed: ${count} finding(s)`);
        process.stdout.write('登记簿完好 the register is as it was sealed\n');
        if (heads) await writeFile(heads, JSON.stringify(verdicts.flatMap(({ head }) => head ?? [])));
      } finally {
        await close();
      }
    });
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
