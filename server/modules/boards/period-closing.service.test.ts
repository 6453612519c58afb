import { useBoards } from '../../../test/kit/boards-stage';
import type { WorldFact } from '../../../test/kit/board-world';
import { Role } from '../../authz/capabilities';
import { BusinessLine } from '../../graphql/business-line';
import { duePeriods, PeriodClosingService } from './period-closing.service';

const stage = useBoards(4);
const fact = (account: string, month: string, revenue: number): WorldFact => ({
  account,
  line: 'EXPRESS',
  month,
  revenue,
  volume: 1,
});
const CLOSE = `mutation Close($input: ClosePeriodInput!) { closePeriod(input: $input) {
  closedPeriod { period version reason } clientMutationId userErrors { code field } } }`;
const READ = `query Read($organisationId: ID, $period: Period!, $version: Int) {
  board(organisationId: $organisationId, line: EXPRESS, period: $period, version: $version) {
    version isFrozen asOf totalRevenue entries { edges { node { rank previousRank revenue account { accountNo } } } } }
  boardSnapshots(organisationId: $organisationId, line: EXPRESS, period: $period) { version isFrozen reason calibre { name } } }`;

const director = (): ReturnType<typeof stage.viewer> => stage.viewer('000000');
const close = async (period: string, reason?: string): Promise<string> => {
  const { data, codes } = await stage.ask(director(), CLOSE, { input: { period, reason } });
  const { closedPeriod, userErrors } = data?.closePeriod ?? { closedPeriod: null, userErrors: [] };
  return closedPeriod ? `version ${closedPeriod.version}` : [...codes, ...userErrors.map(codeOf)].join();
};
const codeOf = ({ code }: { code: string }): string => code;

/** Revenue and previous rank of each rank, in words. */
async function read(code: string, period: string, version?: number): Promise<string> {
  const organisationId = stage.idOf(code);
  const { data } = await stage.ask(director(), READ, { organisationId, period, version });
  if (!data.board) return 'null';
  const { isFrozen, totalRevenue, entries } = data.board;
  const ranks = entries.edges.map(
    ({ node }: { node: { rank: number; previousRank: number | null; revenue: string } }) =>
      `${node.rank}(${node.previousRank ?? ''}) ${node.revenue}`,
  );
  return `v${data.board.version}${isFrozen ? ' frozen' : ''} ${totalRevenue}: ${ranks.join(', ')}`;
}

describe('closing a period', () => {
  beforeAll(() =>
    stage.add([
      fact('44:10000', '2024-01', 300),
      fact('44:10001', '2024-01', 200),
      fact('33:10000', '2024-01', 100),
      fact('44:10000', '2024-02', 10),
      fact('44:10001', '2024-02', 20),
    ]),
  );

  it('freezes what was imported a moment before, though nothing had ranked it yet', async () => {
    expect(await close('2024-01')).toBe('version 1');
    expect(await read('000000', '2024-01')).toBe('v1 frozen 6.00: 1() 3.00, 2() 2.00, 3() 1.00');
    expect(await read('440100', '2024-01')).toBe('v1 frozen 5.00: 1() 3.00, 2() 2.00');
    expect(await read('440000', '2024-02')).toBe('v0 0.30: 1(2) 0.20, 2(1) 0.10');
  });

  it('keeps a frozen board as it was when figures come late, and ranks them beside it', async () => {
    await stage.add([fact('44:10001', '2024-01', 900)]);
    await stage.boards.refresher.refresh();
    expect(await read('000000', '2024-01')).toBe('v1 frozen 6.00: 1() 3.00, 2() 2.00, 3() 1.00');
    expect(await read('440000', '2024-01', 0)).toBe('v0 12.00: 1() 9.00, 2() 3.00');
    expect(await read('440000', '2024-02')).toBe('v0 0.30: 1(2) 0.20, 2(1) 0.10'); // as published
  });

  it('again needs a reason, and then puts a restatement beside the old version', async () => {
    expect(await close('2024-01')).toBe('PERIOD_CLOSED');
    expect(await close('2024-01', ' ')).toBe('PERIOD_CLOSED');
    expect(await close('2024-01', 'no')).toBe('BAD_USER_INPUT');
    expect(await close('2024-01', '补录一月收入')).toBe('version 2');
    expect(await read('000000', '2024-01')).toBe('v2 frozen 13.00: 1() 9.00, 2() 3.00, 3() 1.00');
    expect(await read('000000', '2024-01', 1)).toBe('v1 frozen 6.00: 1() 3.00, 2() 2.00, 3() 1.00');
    expect(await read('000000', '2024-01', 3)).toBe('null');
    const { data } = await stage.ask(director(), READ, { period: '2024-01' });
    expect(data.boardSnapshots).toEqual(
      [
        [0, false, null],
        [1, true, null],
        [2, true, '补录一月收入'],
      ].map(([version, isFrozen, reason]) => ({
        version,
        isFrozen,
        reason,
        calibre: { name: '邮政计收口径' },
      })),
    );
    await stage.boards.refresher.refresh();
    expect(await read('440000', '2024-02')).toBe('v0 0.30: 1(1) 0.20, 2(2) 0.10'); // as published now
  });

  it('counts what an import commits between the last ranking and the closing, and leaves its mark', async () => {
    const lateComer = {
      refresh: async (): Promise<void> => {
        await stage.boards.refresher.refresh();
        await stage.add([fact('33:10000', '2024-04', 50), fact('44:10000', '2024-04', 60)]);
      },
    };
    const closing = new PeriodClosingService(stage.database, lateComer);
    expect((await closing.close(director(), '2024-04', null)).version).toBe(1);
    expect(await read('000000', '2024-04')).toBe('v1 frozen 1.10: 1() 0.60, 2() 0.50');
    expect(await stage.sql(`SELECT 1 FROM board_refreshes WHERE period = '2024-04'`)).toHaveLength(2);
  });

  it('is won by one of two who close at once', async () => {
    const answers = await Promise.all([close('2024-02'), close('2024-02'), close('2024-02')]);
    expect(answers.sort()).toEqual(['PERIOD_CLOSED', 'PERIOD_CLOSED', 'version 1']);
    const double = `SELECT 1 FROM board_entries GROUP BY province_id, snapshot_id, account_id HAVING count(*) > 1`;
    expect(await stage.sql(double)).toEqual([]);
  });

  it('leaves nothing when it fails midway', async () => {
    await stage.add([fact('44:10000', '2024-05', 77)]);
    await stage.sql(`ALTER TABLE closed_periods ADD CONSTRAINT stuck CHECK (period <> '2024-05')`);
    expect(await close('2024-05')).toMatch('stuck');
    await stage.sql('ALTER TABLE closed_periods DROP CONSTRAINT stuck');
    expect(await stage.sql(`SELECT 1 FROM board_snapshots WHERE period = '2024-05' AND version > 0`)).toEqual(
      [],
    );
    expect(await close('2024-05')).toBe('version 1');
  });

  it('is refused before the period is over, and for a period nobody can have', async () => {
    const year = String(new Date(Date.now() + 8 * 3_600_000).getUTCFullYear());
    expect(await close(year)).toBe('PERIOD_NOT_OVER');
    expect(await close('2999-12')).toBe('PERIOD_NOT_OVER');
    expect(await close('2024-13')).toMatch(/BAD_USER_INPUT|Period/);
  });

  it.each([
    ['440000', Role.DIRECTOR, null],
    ['000000', Role.ANALYST, null],
    ['000000', Role.DIRECTOR, BusinessLine.EXPRESS],
  ])('is forbidden to %s %s of the bureau %s', async (code, role, line) => {
    const viewer = stage.viewer(code, role, { scope: { ...stage.viewer(code).scope, line } });
    const answer = await stage.ask(viewer, CLOSE, { input: { period: '2024-03' } });
    expect(answer).toMatchObject({ data: null, codes: ['FORBIDDEN'] });
    expect(await stage.sql(`SELECT 1 FROM closed_periods WHERE period = '2024-03'`)).toEqual([]);
  });
});

describe('the closing job', () => {
  it('is due from the 10th for the month before, and for what ended with it', () => {
    expect(duePeriods('2026-11-09')).toEqual(['2026-09', '2026-Q3']);
    expect(duePeriods('2026-11-10')).toEqual(['2026-10']);
    expect(duePeriods('2026-01-10')).toEqual(['2025-12', '2025-Q4', '2025']);
    expect(duePeriods('2026-01-01')).toEqual(['2025-11']);
  });

  it('closes each once, however many processes do it', async () => {
    await stage.add([fact('44:10000', '2023-12', 5)]);
    const closings = await Promise.all([1, 2].map(() => stage.boards.closing.closeDuePeriods('2024-01-10')));
    const periods = closings.flat().map(({ period, version }) => `${period} v${version}`);
    expect(periods.sort()).toEqual(['2023 v1', '2023-12 v1', '2023-Q4 v1']);
    expect(await stage.boards.closing.closeDuePeriods('2024-01-31')).toEqual([]);
    expect(await read('440300', '2023')).toBe('v1 frozen null: ');
    expect(await read('440100', '2023')).toBe('v1 frozen 0.05: 1() 0.05');
  });
});
