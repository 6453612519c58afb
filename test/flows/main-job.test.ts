import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedPeople } from '../kit/demo';
import { PlainBoards } from '../kit/plain-boards';
import { BAD_ROWS, csvTable, sampleFiles } from '../kit/sample-files';
import { useServer } from '../kit/server';
import { boardsSettled, sql, tableChecksums } from '../kit/sql';
import { temporaryFolder } from '../kit/temporary-folder';
import {
  askBoards,
  download,
  importByCommand,
  LINES,
  PERIODS,
  plain,
  upload,
  type AnsweredBoard,
} from './main-job-stage';

const folder = temporaryFolder();
const files = sampleFiles(folder);
const accounts = csvTable(files.accounts);
const usage = csvTable(files.usage);
const expected = new PlainBoards(accounts, usage);
const byCommand = useServer(seedPeople, { DATA_DIR: join(folder, 'command') });
const byUpload = useServer(seedPeople, { DATA_DIR: join(folder, 'upload') });

const good = usage.filter(({ line }) => line !== 'POSTAGE').length;
const WRITTEN = [
  ...['identities', 'accounts', 'account_team', 'usage_facts', 'usage_rollups'],
  ...['board_snapshots', 'board_totals', 'board_entries', 'board_refreshes', 'closed_periods'],
];

/** The bad rows of the file as its error file must hold them. */
const badRows = usage
  .map((row, at) => ({ row, line: at + 2 }))
  .filter(({ row }) => row.line === 'POSTAGE')
  .map(({ row, line }) =>
    [...Object.values(row), String(line), '没有这种业务 / unknown line of business: POSTAGE'].join(','),
  );

function expectErrorFile(text: string): void {
  const [head, ...rows] = text.replace('\ufeff', '').trimEnd().split('\r\n');
  expect(head).toBe('account_no,line,month,volume,revenue,行号,错误原因');
  expect(rows).toEqual(badRows);
  expect(rows).toHaveLength(BAD_ROWS);
}

describe('the sample', () => {
  it('comes in by the command line: what is new is told, bad rows are named', async () => {
    const errors = join(folder, 'errors.csv');
    const of = (kind: 'accounts' | 'usage'): Promise<string> =>
      importByCommand(byCommand, kind, files[kind], errors);
    const count = accounts.length;
    expect(await of('accounts')).toContain(
      `read ${count}, 新增 new ${count}, 变更 changed 0, 未变 same 0, 错误 bad 0`,
    );
    expect(await of('usage')).toContain(
      `read ${usage.length}, 新增 new ${good}, 变更 changed 0, 未变 same 0, 错误 bad ${BAD_ROWS}`,
    );
    expectErrorFile(readFileSync(errors, 'utf8'));
  }, 120_000);

  it('comes in by upload: the job tells the same', async () => {
    expect(await upload(byUpload, 'ingest', 'accounts', files.accounts)).toMatchObject({
      status: 'DONE',
      rowsRead: String(accounts.length),
      rowsNew: String(accounts.length),
      rowsBad: '0',
      errorsHref: null,
    });
    const job = await upload(byUpload, 'ingest', 'usage', files.usage);
    expect(job).toMatchObject({
      status: 'DONE',
      rowsRead: String(usage.length),
      rowsNew: String(good),
      rowsChanged: '0',
      rowsSame: '0',
      rowsBad: String(BAD_ROWS),
    });
    const { status, text } = await download(byUpload, 'ingest', job.errorsHref ?? '');
    expect(status).toBe(200);
    expectErrorFile(text);
  }, 120_000);
});

describe('the boards', () => {
  const PLACES = ['000000', '440000', '330000', '110000', '440100', '330100', '110100'];
  const cases = PLACES.flatMap((code) => LINES.map((line) => ({ code, line })));

  it.each(cases)('of $code in $line equal the computation from the file', async ({ code, line }) => {
    const ask = await byCommand.as('nation.director');
    const { boards, errors } = await askBoards(ask, code, line);
    expect(errors).toBeUndefined();
    for (const period of PERIODS) {
      const board = boards[period] as AnsweredBoard;
      expect(board).toMatchObject({ organisation: { code }, line, period, size: 100, isFrozen: false });
      expect(board.entries.pageInfo.hasNextPage).toBe(false);
      expect(plain(board)).toEqual(expected.board(code, line, period));
    }
  });

  it('of the sample are worth comparing: there are ties, ties at the hundredth rank, refunds, and movers', () => {
    const boards = cases.flatMap(({ code, line }) =>
      PERIODS.map((period) => expected.board(code, line, period)),
    );
    const entries = boards.flatMap((board) => board.entries);
    expect(boards.some((board) => board.entries.length > 100)).toBe(true);
    expect(boards.some((board) => board.entries.length === 0)).toBe(true);
    expect(entries.some(({ previousRank, rank }) => previousRank !== null && previousRank !== rank)).toBe(
      true,
    );
    expect(entries.some(({ yearOnYear }) => yearOnYear !== null)).toBe(true);
    expect(entries.some(({ revenue }) => revenue.startsWith('-'))).toBe(true);
  });

  it('are the same bytes whichever way the files came', async () => {
    const read = async (server: typeof byCommand): Promise<string[]> => {
      const ask = await server.as('nation.director');
      const answers = await Promise.all(
        ['EXPRESS', 'LETTER'].flatMap((line) =>
          ['000000', '440100'].map((code) => askBoards(ask, code, line)),
        ),
      );
      return answers.map(({ text }) => text.replaceAll(/"id":"[^"]*"/g, ''));
    };
    expect(await read(byUpload)).toEqual(await read(byCommand));
    const facts = `SELECT md5(string_agg(concat_ws(' ', a.account_no, o.code, a.name, a.category, a.grade, f.line, f.month,
        f.volume, f.revenue), E'\\n' ORDER BY a.account_no, f.line, f.month)) AS sum
      FROM accounts a JOIN organisations o ON o.id = a.organisation_id
      LEFT JOIN usage_facts f ON f.province_id = a.province_id AND f.account_id = a.id`;
    expect(await sql(byUpload.database.adminUrl, facts)).toEqual(
      await sql(byCommand.database.adminUrl, facts),
    );
  });
});

describe('the same files again', () => {
  it('change nothing, not a byte of any table', async () => {
    const { adminUrl } = byUpload.database;
    await boardsSettled(adminUrl);
    const before = await tableChecksums(adminUrl, WRITTEN);
    expect(await upload(byUpload, 'ingest', 'accounts', files.accounts)).toMatchObject({
      rowsNew: '0',
      rowsChanged: '0',
      rowsSame: String(accounts.length),
      rowsBad: '0',
    });
    expect(await upload(byUpload, 'ingest', 'usage', files.usage)).toMatchObject({
      rowsNew: '0',
      rowsChanged: '0',
      rowsSame: String(good),
      rowsBad: String(BAD_ROWS),
    });
    expect(await tableChecksums(adminUrl, WRITTEN)).toEqual(before);
    // Canary: the checksums see one fen.
    await sql(
      adminUrl,
      `UPDATE usage_facts SET revenue = revenue + 1 WHERE (province_id, account_id, line, month) =
      (SELECT province_id, account_id, line, month FROM usage_facts LIMIT 1)`,
    );
    expect(await tableChecksums(adminUrl, ['usage_facts'])).not.toEqual({ usage_facts: before.usage_facts });
  }, 120_000);
});
