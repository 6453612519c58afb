import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../server/db/seeds/demo/random';

/** Real input that is kept beside the project, not in it. */
const REAL = join(__dirname, '../../../shared/data/sample');
/** Rows of the sample whose line of business does not exist. */
export const BAD_ROWS = 659;

/** An accounts file and a usage file. */
export interface SampleFiles {
  isReal: boolean;
  accounts: string;
  usage: string;
}

/** The sample; where it is not there, files of the same shape written into `folder`. */
export function sampleFiles(folder: string): SampleFiles {
  const paths = (at: string): Omit<SampleFiles, 'isReal'> => ({
    accounts: join(at, 'accounts.csv'),
    usage: join(at, 'usage.csv'),
  });
  const real = paths(REAL);
  if (existsSync(real.accounts) && existsSync(real.usage)) return { isReal: true, ...real };
  const made = paths(folder);
  const { accounts, usage } = madeSample();
  writeFileSync(made.accounts, accounts);
  writeFileSync(made.usage, usage);
  return { isReal: false, ...made };
}

/** Rows of a CSV file without quotes, by its headings; the first is line 2. */
export function csvTable(path: string): Record<string, string>[] {
  const [head, ...rows] = readFileSync(path, 'utf8').replace(/\r/g, '').trimEnd().split('\n');
  const names = head.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [names[at], cell])));
}

const CITIES = ['440100', '440300', '440600', '330100', '330200', '330300', '110100', '310100', '510100'];
const LINES = ['EXPRESS', 'PARCEL', 'LETTER', 'LOGISTICS', 'PRESS', 'FINANCE', 'INFORMATION', 'PHILATELY'];
const MONTHS = ['2010-12', '2011-01', '2011-02', '2011-03', '2011-04', '2011-05'];

/** Unknown lines, refunds, months without revenue, and ties: few amounts for many accounts. */
function madeSample(): { accounts: string; usage: string } {
  const random = createRandom('sample');
  const accounts = ['account_no,name,uscc,organisation_code,industry_code'];
  const usage: string[] = [];
  for (let i = 0; i < 1_200; i++) {
    const number = `R${10_000 + i}`;
    accounts.push(`${number},Retail customer ${10_000 + i},,${random.pick(CITIES)},F52`);
    for (const line of LINES.filter((_, at) => random.chance(0.9 / (at + 1) ** 2)))
      for (const month of MONTHS.filter(() => random.chance(0.6))) {
        const fen = random.chance(0.03) ? -random.int(1, 5_000) : 25 * random.int(0, 4_000);
        usage.push(
          `${number},${line},${month},${random.int(0, 500)},${fen < 0 ? '-' : ''}${(Math.abs(fen) / 100).toFixed(2)}`,
        );
      }
  }
  for (let i = 0; i < BAD_ROWS; i++)
    usage.splice(random.int(0, usage.length), 0, `R${10_000 + i},POSTAGE,${random.pick(MONTHS)},1,18.00`);
  const text = (lines: string[]): string => `${lines.join('\n')}\n`;
  return { accounts: text(accounts), usage: text(['account_no,line,month,volume,revenue', ...usage]) };
}
