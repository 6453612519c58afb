import type { RequestContext } from '../../../context/request-context';
import { encodeId } from '../../../graphql/global-id';
import type { AccountRow } from '../../accounts/accounts.module';
import type { BoardService } from '../../boards/boards.module';
import type { ExportContent } from '../export-request';
import { money, type Cell, type Column } from '../export-table';

/** Name of the sheet. */
export const BOARD_TITLE = '前100名监控榜';

/** What a board adds to who the account is; all but the ranks is usage. */
export const BOARD_COLUMNS: Column[] = [
  { heading: '名次', field: 'BoardEntry.rank' },
  { heading: '上期名次', field: 'BoardEntry.previousRank' },
  { heading: '收入(元)', field: 'BoardEntry.revenue' },
  { heading: '用邮量(件)', field: 'BoardEntry.volume' },
  { heading: '去年同期收入(元)', field: 'BoardEntry.revenueYearEarlier' },
];

/** One rank. */
export interface BoardLine {
  account: AccountRow;
  cells: Cell[];
}

/** The ranks of the export's board as its requester sees them now; none where it is no longer one to ask for. */
export async function boardLines(
  boards: BoardService,
  { signedIn, session }: RequestContext,
  content: ExportContent,
): Promise<BoardLine[]> {
  const { line, boardPeriod, boardVersion, boardOrganisationId } = content;
  if (line === null || boardPeriod === null || boardOrganisationId === null) return [];
  const organisationId = encodeId('Organisation', 0, boardOrganisationId);
  const request = { organisationId, line, period: boardPeriod, version: boardVersion };
  const found = await boards.find(signedIn, session, request);
  const entries = found ? await boards.entries(session, found, 0, null) : [];
  return entries.map((entry) => ({
    account: entry,
    cells: [
      entry.rank,
      entry.previousRank,
      money(entry.revenue),
      entry.volume,
      money(entry.revenueYearEarlier),
    ],
  }));
}
