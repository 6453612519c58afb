import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Database } from '../../server/db/database';
import { ImportService } from '../../server/imports/import.service';
import { UsageImporter } from '../../server/modules/usage/usage-importer.service';
import { useDatabase } from '../kit/database';
import { ask, importer, setStage, usageState, wrongSums } from './stage';

const FOLDER = join(__dirname, '../../../shared/data/sample');
const USAGE = join(FOLDER, 'usage.csv');
// Real input that is kept beside the project, not in it.
const describeWithSample = existsSync(USAGE) ? describe : describe.skip;

describeWithSample('the real sample', () => {
  const server = useDatabase();
  const table = (name: string): Record<string, string>[] =>
    parse<Record<string, string>>(readFileSync(join(FOLDER, name)), { columns: true });

  it('comes in but for 659 rows of POSTAGE, adds up, and changes nothing the second time', async () => {
    await setStage(server.adminUrl);
    await ask(
      server.adminUrl,
      `INSERT INTO accounts (province_id, city_id, organisation_id, account_no, name, initials, identity_id)
       SELECT 44, 441, 441, account_no, 'x', 'X', 1 FROM unnest($1::text[]) AS account_no`,
      [table('accounts.csv').map((row) => row.account_no)],
    );
    const database = await Database.open(server.appUrl, { poolSize: 2 });
    const imports = new ImportService({ database, importers: [new UsageImporter()] });
    const first = await imports.runFile(importer('guangdong'), 'USAGE', USAGE);
    expect(first).toMatchObject({
      rowsRead: 15_253,
      rowsNew: 14_594,
      rowsChanged: 0,
      rowsSame: 0,
      rowsBad: 659,
    });

    const rows = table('usage.csv').map(
      (row, at) => ({ ...row, at: at + 2 }) as Record<string, string> & { at: number },
    );
    const bad = await ask<{ line_no: string; reason: string }>(
      server.adminUrl,
      'SELECT line_no, reason FROM import_errors ORDER BY line_no',
    );
    expect(bad.map(({ line_no }) => Number(line_no))).toEqual(
      rows.filter(({ line }) => line === 'POSTAGE').map(({ at }) => at),
    );
    expect(new Set(bad.map(({ reason }) => reason))).toEqual(
      new Set(['没有这种业务 / unknown line of business: POSTAGE']),
    );

    const expected = new Map<string, number>();
    for (const { line, month, revenue } of rows.filter((row) => row.line !== 'POSTAGE')) {
      const key = `${line} ${month}`;
      expected.set(key, (expected.get(key) ?? 0) + Math.round(Number(revenue) * 100));
    }
    const sums = await ask<{ key: string; fen: string }>(
      server.adminUrl,
      `SELECT line || ' ' || month AS key, sum(revenue) AS fen FROM usage_facts GROUP BY 1`,
    );
    expect(new Map(sums.map(({ key, fen }) => [key, Number(fen)]))).toEqual(expected);
    expect(await wrongSums(server.adminUrl)).toEqual([]);

    const before = await usageState(server.adminUrl);
    const second = await imports.runFile(importer('guangdong'), 'USAGE', USAGE);
    expect(second).toMatchObject({ rowsNew: 0, rowsChanged: 0, rowsSame: 14_594, rowsBad: 659 });
    expect(await usageState(server.adminUrl)).toBe(before);
    await database.close();
  }, 60_000);
});
