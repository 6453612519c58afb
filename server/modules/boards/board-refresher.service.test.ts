import { Client } from 'pg';
import { useBoards } from '../../../test/kit/boards-stage';
import type { WorldFact } from '../../../test/kit/board-world';
import { SYSTEM_SCOPE } from '../../db/scope';
import { BoardRefresher } from './board-refresher.service';
import { shanghaiToday } from './shanghai-day.repository';
import { monthsUpTo, previousPeriod } from './periods';

const stage = useBoards(6);
const marks = (): Promise<{ province: string; period: string }[]> =>
  stage.sql(`SELECT o.code AS province, r.period FROM board_refreshes r LEFT JOIN organisations o ON o.id = r.province_id
    ORDER BY o.code, r.period`);
const national = (period: string): Promise<{ account: string; revenue: number }[]> =>
  stage.sql(
    `SELECT left(p.code, 2) || ':' || a.account_no AS account, e.revenue::float8 AS revenue
     FROM board_snapshots s JOIN organisations o ON o.id = s.organisation_id AND o.code = '000000'
     JOIN board_entries e ON e.snapshot_id = s.id
     JOIN accounts a ON a.province_id = e.province_id AND a.id = e.account_id
     JOIN organisations p ON p.id = a.province_id
     WHERE s.period = $1 AND s.version = 0 ORDER BY e.position`,
    [period],
  );
const fact = (account: string, month: string, revenue: number): WorldFact => ({
  account,
  line: 'EXPRESS',
  month,
  revenue,
  volume: 1,
});

describe('refreshing boards', () => {
  afterEach(() => stage.sql('DROP TABLE IF EXISTS stuck CASCADE'));

  it('loses no mark when a province fails midway, ranks the others, and makes good next time', async () => {
    await stage.add([fact('44:10000', '2020-01', 500), fact('33:10000', '2020-01', 400)]);
    // Fails where the province's entries are written, after its marks were taken.
    await stage.sql(`ALTER TABLE board_entries ADD CONSTRAINT stuck CHECK (revenue <> 500) NOT VALID`);
    await expect(stage.boards.refresher.refresh()).rejects.toThrow('stuck');
    expect((await marks()).map(({ province }) => province)).toEqual(['440000', '440000', '440000']);
    expect(await national('2020-01')).toEqual([{ account: '33:10000', revenue: 400 }]);

    await stage.sql('ALTER TABLE board_entries DROP CONSTRAINT stuck');
    await stage.boards.refresher.refresh();
    expect(await marks()).toEqual([]);
    expect((await national('2020-01')).map(({ revenue }) => revenue)).toEqual([500, 400]);
  });

  it('loses no mark when the nation fails after its provinces', async () => {
    await stage.add([fact('44:10001', '2020-02', 700), fact('33:10001', '2020-02', 600)]);
    const nation = `(SELECT id FROM organisations WHERE code = '000000')`;
    const [{ id }] = await stage.sql<{ id: number }>(`SELECT id FROM organisations WHERE code = '000000'`);
    await stage.sql(
      `ALTER TABLE board_snapshots ADD CONSTRAINT stuck CHECK (organisation_id <> ${id} OR period <> '2020-02') NOT VALID`,
    );
    await expect(stage.boards.refresher.refresh()).rejects.toThrow('stuck');
    expect(await stage.sql(`SELECT DISTINCT province_id FROM board_refreshes`)).toEqual([{ province_id: 0 }]);
    await stage.sql('ALTER TABLE board_snapshots DROP CONSTRAINT stuck');
    await stage.boards.refresher.refresh();
    expect((await national('2020-02')).map(({ revenue }) => revenue)).toEqual([700, 600]);
    expect(
      await stage.sql(`SELECT 1 FROM board_snapshots WHERE organisation_id = ${nation} AND version <> 0`),
    ).toEqual([]);
  });

  it('may be done by several processes at once, while figures keep coming', async () => {
    const refreshers = [1, 2, 3].map(() => new BoardRefresher(stage.database));
    const keys = stage.accounts.map(({ key }) => key);
    for (let round = 1; round <= 6; round += 1) {
      await Promise.all([
        stage.add(keys.map((key, i) => fact(key, '2020-03', round * 1_000 + i))),
        ...refreshers.map((refresher) => refresher.refresh()),
      ]);
    }
    await Promise.all(refreshers.map((refresher) => refresher.refresh()));
    await stage.boards.refresher.refresh();
    expect(await marks()).toEqual([]);
    expect((await national('2020-03')).map(({ revenue }) => revenue)).toEqual(
      keys.map((_, i) => 6_000 + i).reverse(),
    );
    const twice = `SELECT snapshot_id, account_id FROM board_entries GROUP BY province_id, snapshot_id, account_id HAVING count(*) > 1`;
    expect(await stage.sql(twice)).toEqual([]);
  });

  it('neither waits for an import that is renewing a mark nor takes that mark away', async () => {
    await stage.add([fact('44:10002', '2020-04', 10)]);
    const importer = new Client({ connectionString: stage.adminUrl });
    await importer.connect();
    await importer.query(`BEGIN; UPDATE board_refreshes SET marked_at = clock_timestamp()`);
    await stage.boards.refresher.refresh();
    expect(await national('2020-04')).toEqual([]);
    await importer.query('COMMIT');
    await importer.end();
    await stage.boards.refresher.refresh();
    expect(await national('2020-04')).toEqual([{ account: '44:10002', revenue: 10 }]);
  });
});

describe('category and grade', () => {
  const derived = (key: string): Promise<{ category: string | null; grade: string | null }[]> =>
    stage.sql(
      `SELECT a.category, a.grade FROM accounts a JOIN organisations p ON p.id = a.province_id
       WHERE left(p.code, 2) || ':' || a.account_no = $1`,
      [key],
    );
  const lastMonth = async (): Promise<string> =>
    previousPeriod((await stage.database.transaction(SYSTEM_SCOPE, shanghaiToday)).slice(0, 7));

  it.each([
    [300_000_000, 'SPECIAL'],
    [299_999_999, 'FIRST'],
    [24_000_000, 'FIRST'],
    [23_999_999, 'SECOND'],
    [7_200_000, 'SECOND'],
    [7_199_999, 'THIRD'],
    [3_000_000, 'THIRD'],
    [2_999_999, 'SMALL'],
    [996_000, 'SMALL'],
    [995_999, null],
  ])('%d fen in twelve months is %s', async (revenue, grade) => {
    await stage.add([fact('11:10003', await lastMonth(), revenue)]);
    await stage.boards.refresher.refresh();
    expect(await derived('11:10003')).toEqual([{ category: 'PROFESSIONAL', grade }]);
  });

  it('looks back over twelve whole months and no further, by lines', async () => {
    const months = monthsUpTo(await lastMonth(), 13);
    await stage.add([
      fact('11:10004', months[0], 900_000_000), // too early to count
      fact('11:10004', months[1], 7_999_999),
      { ...fact('11:10004', months[12], 2_000_000), line: 'LETTER' },
    ]);
    await stage.boards.refresher.refresh();
    expect(await derived('11:10004')).toEqual([{ category: 'COMPREHENSIVE', grade: 'SECOND' }]);
    await stage.add([fact('11:10004', months[1], 8_000_000)]); // 80 % of 10,000,000
    await stage.boards.refresher.refresh();
    expect(await derived('11:10004')).toEqual([{ category: 'PROFESSIONAL', grade: 'SECOND' }]);
  });

  it('is null without revenue, and touches only what changes', async () => {
    expect(await derived('11:10005')).toEqual([{ category: null, grade: null }]);
    const before = await stage.sql(`SELECT id, xmin::text FROM accounts ORDER BY id`);
    await stage.boards.refresher.gradeAll();
    expect(await stage.sql(`SELECT id, xmin::text FROM accounts ORDER BY id`)).toEqual(before);
    await stage.add([fact('11:10003', await lastMonth(), -5)]);
    await stage.boards.refresher.refresh();
    expect(await derived('11:10003')).toEqual([{ category: null, grade: null }]);
  });
});
