import { Role } from '../../server/authz/capabilities';
import { Database } from '../../server/db/database';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { ImportReports } from '../../server/imports/import-reports.service';
import { ImportService } from '../../server/imports/import.service';
import type { ImportSummary } from '../../server/imports/run-import';
import { UsageImporter } from '../../server/modules/usage/usage-importer.service';
import { useDatabase } from '../kit/database';
import { ask, importer, setStage, usageState, useFolder, wrongSums } from './stage';

const HEADING = 'account_no,line,month,volume,revenue';
const server = useDatabase();
const file = useFolder();
let database: Database;
let imports: ImportService;
let reports: ImportReports;
let number = 0;

beforeAll(async () => {
  await setStage(server.adminUrl);
  database = await Database.open(server.appUrl, { poolSize: 4 });
  const usage = new UsageImporter(() => new Date('2026-11-20T00:00:00Z'));
  imports = new ImportService({ database, importers: [usage] });
  reports = new ImportReports(database, imports);
});
beforeEach(() => ask(server.adminUrl, 'TRUNCATE usage_facts, usage_rollups, board_refreshes'));
afterAll(() => database.close());

async function run(
  place: string,
  rows: string[],
  options: { dryRun?: boolean; heading?: string } = {},
): Promise<ImportSummary> {
  const path = await file(`${(number += 1)}.csv`, `${[options.heading ?? HEADING, ...rows].join('\n')}\n`);
  return imports.runFile(importer(place), 'USAGE', path, options);
}
const counts = ({ rowsRead, rowsNew, rowsChanged, rowsSame, rowsBad }: ImportSummary): number[] => [
  rowsRead,
  rowsNew,
  rowsChanged,
  rowsSame,
  rowsBad,
];
/** Line number and English reason of each bad row. */
async function badRows({ provinceId, jobId }: ImportSummary): Promise<[number, string][]> {
  const rows = await ask<{ line_no: string; reason: string }>(
    server.adminUrl,
    'SELECT line_no, reason FROM import_errors WHERE province_id = $1 AND job_id = $2 ORDER BY line_no',
    [provinceId, jobId],
  );
  return rows.map(({ line_no, reason }) => [Number(line_no), reason.split(' / ')[1]]);
}
const facts = (): Promise<object[]> =>
  ask(
    server.adminUrl,
    `SELECT a.account_no || ' ' || line || ' ' || month AS key, f.city_id AS city, volume::int, revenue::int
     FROM usage_facts f JOIN accounts a ON a.province_id = f.province_id AND a.id = f.account_id ORDER BY 1`,
  );
const rollups = (): Promise<object[]> =>
  ask(
    server.adminUrl,
    `SELECT a.account_no || ' ' || line || ' ' || period AS key, volume::int, revenue::int
     FROM usage_periods r JOIN accounts a ON a.province_id = r.province_id AND a.id = r.account_id ORDER BY 1`,
  );
const marks = async (): Promise<string[]> =>
  (
    await ask<{ mark: string }>(
      server.adminUrl,
      `SELECT province_id || ' ' || line || ' ' || period AS mark FROM board_refreshes ORDER BY 1`,
    )
  ).map(({ mark }) => mark);

const GOOD = ['G1,EXPRESS,2026-08,1,1.50', 'G1,EXPRESS,2026-10,2,2.00', 'S1,PRESS,2025-12,-3,-4.25'];

it('writes facts, sums of quarters and years, and marks boards to be ranked again', async () => {
  const summary = await run('guangdong', GOOD);
  expect(counts(summary)).toEqual([3, 3, 0, 0, 0]);
  expect(await facts()).toEqual([
    { key: 'G1 EXPRESS 2026-08', city: 441, volume: 1, revenue: 150 },
    { key: 'G1 EXPRESS 2026-10', city: 441, volume: 2, revenue: 200 },
    { key: 'S1 PRESS 2025-12', city: 442, volume: -3, revenue: -425 },
  ]);
  expect(await rollups()).toEqual([
    { key: 'G1 EXPRESS 2026', volume: 3, revenue: 350 },
    { key: 'G1 EXPRESS 2026-Q3', volume: 1, revenue: 150 },
    { key: 'G1 EXPRESS 2026-Q4', volume: 2, revenue: 200 },
    { key: 'S1 PRESS 2025', volume: -3, revenue: -425 },
    { key: 'S1 PRESS 2025-Q4', volume: -3, revenue: -425 },
  ]);
  expect(await marks()).toEqual([
    '44 EXPRESS 2026',
    '44 EXPRESS 2026-08',
    '44 EXPRESS 2026-10',
    '44 EXPRESS 2026-Q3',
    '44 EXPRESS 2026-Q4',
    '44 PRESS 2025',
    '44 PRESS 2025-12',
    '44 PRESS 2025-Q4',
  ]);
  const [job] = await ask(
    server.adminUrl,
    `SELECT status, rows_read::int AS read, length(file_sha256) AS sha, headings, finished_at IS NOT NULL AS ended
     FROM import_jobs WHERE id = $1`,
    [summary.jobId],
  );
  expect(job).toEqual({ status: 'DONE', read: 3, sha: 64, headings: HEADING, ended: true });
});

it('changes nothing when the same file comes twice', async () => {
  await run('guangdong', GOOD);
  const before = await usageState(server.adminUrl);
  await ask(server.adminUrl, 'DELETE FROM board_refreshes');
  expect(counts(await run('guangdong', GOOD))).toEqual([3, 0, 0, 3, 0]);
  expect(await marks()).toEqual([]);
  expect(await ask(server.adminUrl, 'SELECT DISTINCT import_id FROM usage_facts')).toHaveLength(1);
  await run('guangdong', [...GOOD, 'G2,PRESS,2026-01,1,1']);
  expect(await usageState(server.adminUrl)).not.toBe(before);
});

it('writes what differs, and only that, into facts and sums', async () => {
  await run('guangdong', GOOD);
  await ask(server.adminUrl, 'DELETE FROM board_refreshes');
  const next = await run('guangdong', [GOOD[0], 'G1,EXPRESS,2026-10,5,9.99', 'G1,EXPRESS,2026-09,1,1']);
  expect(counts(next)).toEqual([3, 1, 1, 1, 0]);
  expect((await rollups()).slice(0, 3)).toEqual([
    { key: 'G1 EXPRESS 2026', volume: 7, revenue: 1249 },
    { key: 'G1 EXPRESS 2026-Q3', volume: 2, revenue: 250 },
    { key: 'G1 EXPRESS 2026-Q4', volume: 5, revenue: 999 },
  ]);
  expect(await marks()).toEqual([
    '44 EXPRESS 2026',
    '44 EXPRESS 2026-09',
    '44 EXPRESS 2026-10',
    '44 EXPRESS 2026-Q3',
    '44 EXPRESS 2026-Q4',
  ]);
  expect(await wrongSums(server.adminUrl)).toEqual([]);
});

it('finds wrong sums: the invariant can fail', async () => {
  await run('guangdong', GOOD);
  await ask(server.adminUrl, 'UPDATE usage_rollups SET revenue_q3 = revenue_q3 + 1 WHERE year = 2026');
  expect(await wrongSums(server.adminUrl)).toMatchObject([{ period: '2026' }, { period: '2026-Q3' }]);
});

it('names every bad row and imports the others', async () => {
  const summary = await run('guangdong', [
    'G1,POSTAGE,2026-10,1,1',
    'G1,EXPRESS,2026-12,1,1',
    'nobody,EXPRESS,2026-10,1,1',
    'G1,EXPRESS,2026-10,1',
    '',
    'G1,EXPRESS,2026-10,1,1',
    'G1,EXPRESS,2026-10,1,1.00',
    'G1,EXPRESS,2026-10,7,1',
  ]);
  expect(counts(summary)).toEqual([7, 1, 0, 1, 5]);
  expect(await badRows(summary)).toEqual([
    [2, 'unknown line of business: POSTAGE'],
    [3, 'the month is still to come: 2026-12'],
    [4, 'unknown account number, or outside your scope: nobody'],
    [5, 'expected 5 columns, found 4'],
    [9, 'contradicts line 7'],
  ]);
  expect(await facts()).toHaveLength(1);
});

it.each([
  ['guangdong', ['S1', 'H1', 'none'], [4, 2, 0, 0, 2]],
  ['guangzhou', ['S1', 'H1', 'none'], [4, 1, 0, 0, 3]],
])(
  'treats accounts outside %s like unknown ones and writes nothing of them',
  async (place, others, expected) => {
    const summary = await run(
      place,
      ['G1', ...others].map((account) => `${account},EXPRESS,2026-10,1,1`),
    );
    expect(counts(summary)).toEqual(expected);
    const reasons = (await badRows(summary)).map(([, reason]) => reason.replace(/: .*/, ''));
    expect(new Set(reasons)).toEqual(new Set(['unknown account number, or outside your scope']));
    expect(await facts()).toHaveLength(expected[1]);
    expect(await wrongSums(server.adminUrl)).toEqual([]);
  },
);

it('lets a city add to boards its province has marked', async () => {
  await run('guangdong', ['S1,EXPRESS,2026-10,1,1']);
  expect(counts(await run('guangzhou', ['G1,EXPRESS,2026-10,1,1']))).toEqual([1, 1, 0, 0, 0]);
});

it('takes from a bureau its own line only', async () => {
  const summary = await run('express', ['G1,EXPRESS,2026-10,1,1', 'G1,PRESS,2026-10,1,1']);
  expect(counts(summary)).toEqual([2, 1, 0, 0, 1]);
  expect(await badRows(summary)).toEqual([[3, 'not the line of your bureau: PRESS']]);
});

it('imports for the whole nation, but not where two provinces share a number', async () => {
  const summary = await run('nation', [
    'G1,EXPRESS,2026-10,1,1',
    'H1,EXPRESS,2026-10,1,1',
    'X,EXPRESS,2026-10,1,1',
  ]);
  expect(counts(summary)).toEqual([3, 2, 0, 0, 1]);
  expect(await badRows(summary)).toEqual([[4, 'several provinces have this account number: X']]);
  expect(counts(await run('zhejiang', ['X,EXPRESS,2026-10,1,1']))).toEqual([1, 1, 0, 0, 0]);
});

it('does everything and writes nothing on a dry run', async () => {
  await run('guangdong', GOOD);
  const before = await usageState(server.adminUrl);
  const summary = await run(
    'guangdong',
    ['G1,EXPRESS,2026-10,9,9', 'G2,PRESS,2026-10,1,1', 'none,PRESS,2026-10,1,1'],
    {
      dryRun: true,
    },
  );
  expect(counts(summary)).toEqual([3, 1, 1, 0, 1]);
  expect(await usageState(server.adminUrl)).toBe(before);
  expect(await badRows(summary)).toHaveLength(1);
});

it('gives an error file that can be mended and imported again', async () => {
  const heading = '客户编号,业务种类,备注,月份,用邮量,用邮收入';
  const bad = await run(
    'guangdong',
    ['G1,速递,"=HYPERLINK(""x"")",2026年10月,"1,000","-2,000.50"', 'G2,快递,"a, b",2026-10,1,-1'],
    { heading },
  );
  expect(counts(bad)).toEqual([2, 1, 0, 0, 1]);
  expect(bad.ignoredColumns).toEqual(['备注']);
  let text = '';
  for await (const piece of reports.errorFile(importer('guangdong'), { provinceId: 44, id: bad.jobId }))
    text += piece;
  expect(text).toBe(
    `\ufeff${heading},行号,错误原因\r\n` +
      'G2,快递,"a, b",2026-10,1,-1,3,没有这种业务 / unknown line of business: 快递\r\n',
  );
  const path = await file('mended.csv', text.replace('快递,', '速递业务,'));
  expect(counts(await imports.runFile(importer('guangdong'), 'USAGE', path))).toEqual([1, 1, 0, 0, 0]);
  expect(await facts()).toHaveLength(2);
});

it('shows errors to whoever may import such rows there, and to nobody else', async () => {
  const { jobId } = await run('guangdong', ['none,EXPRESS,2026-10,1,1']);
  const rowsFor = async (place: string, roles?: Role[]): Promise<string> => {
    let text = '';
    for await (const piece of reports.errorFile(importer(place, roles), { provinceId: 44, id: jobId }))
      text += piece;
    return text;
  };
  expect(await rowsFor('guangdong')).toMatch('none,EXPRESS');
  expect(await rowsFor('nation')).toMatch('none,EXPRESS');
  for (const [place, roles] of [
    ['zhejiang', undefined],
    ['guangzhou', undefined],
    ['express', undefined],
    ['guangdong', [Role.AUDITOR]],
  ] as const)
    await expect(rowsFor(place, roles && [...roles])).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('refuses whole files without writing, and keeps the reason', async () => {
  const heading = 'account_no,line,month,volume';
  await expect(run('guangdong', ['G1,EXPRESS,2026-10,1'], { heading })).rejects.toThrow(
    'required columns missing: revenue; found: "account_no", "line", "month", "volume"',
  );
  const [job] = await ask<{ status: string; failure: string }>(
    server.adminUrl,
    'SELECT status, failure FROM import_jobs ORDER BY id DESC LIMIT 1',
  );
  expect(job.status).toBe('FAILED');
  expect(job.failure).toMatch('缺少必需的列 revenue/用邮收入');
  await expect(
    imports.runFile(importer('guangdong', [Role.AUDITOR]), 'USAGE', 'unused'),
  ).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});

it('serialises imports that meet: the sums are right and nobody fails', async () => {
  const rows = (volume: number): string[] =>
    ['G1', 'G2', 'S1', 'S2'].map((account) => `${account},EXPRESS,2026-10,${volume},1`);
  const all = await Promise.all([
    run('guangdong', rows(1)),
    run('nation', [...rows(2), 'H1,EXPRESS,2026-10,2,1']),
    run('guangdong', [...rows(3)].reverse()),
    run('zhejiang', ['H1,EXPRESS,2026-10,3,1']),
    run('nation', rows(4).reverse()),
  ]);
  expect(all.map(({ rowsBad }) => rowsBad)).toEqual([0, 0, 0, 0, 0]);
  expect(all.reduce((sum, { rowsNew }) => sum + rowsNew, 0)).toBe(5);
  expect(await wrongSums(server.adminUrl)).toEqual([]);
});

it('fails as a whole when the database does, and says so in the job', async () => {
  await ask(
    server.adminUrl,
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
     CREATE TRIGGER refuse BEFORE INSERT ON usage_rollups EXECUTE FUNCTION refuse()`,
  );
  try {
    await expect(run('guangdong', GOOD)).rejects.toThrow('no room');
  } finally {
    await ask(server.adminUrl, 'DROP TRIGGER refuse ON usage_rollups; DROP FUNCTION refuse');
  }
  expect(await facts()).toEqual([]);
  const [job] = await database.transaction(SYSTEM_SCOPE, (session) =>
    session.query<{ status: string; failure: string }>(
      'SELECT status, failure FROM import_jobs ORDER BY id DESC LIMIT 1',
    ),
  );
  expect(job).toEqual({
    status: 'FAILED',
    failure: '系统内部错误,未写入任何数据 / internal error, nothing was written',
  });
});
