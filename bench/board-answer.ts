/** What an answer says, whatever its shape: all targets must say the same before any is measured. */
export interface BoardSubstance {
  totalRevenue: string;
  rows: {
    rank: number;
    previousRank: number | null;
    accountNo: string;
    accountName: string;
    organisation: string;
    parent: string;
    manager: string;
    revenue: string;
    volume: string;
    revenueYearEarlier: string | null;
    months: string[];
  }[];
}

interface Place {
  code: string;
  name: string;
}

interface Figures {
  rank: number;
  previousRank: number | null;
  revenue: string;
  volume: string;
  revenueYearEarlier: string | null;
}

interface Usage {
  month: string;
  revenue: string;
  volume: string;
}

/** The platform's own shape, which the limit and mercurius answer in too. */
export interface BoardAnswer {
  data: {
    board: {
      totalRevenue: string;
      entries: {
        edges: {
          node: Figures & {
            account: {
              accountNo: string;
              name: string;
              organisation: Place & { parent: Place };
              manager: { name: string };
            };
            months: Usage[];
          };
        }[];
      };
    };
  };
}

/** Reads the platform's shape. */
export function boardSubstance(answer: unknown): BoardSubstance {
  const { board } = (answer as BoardAnswer).data;
  return {
    totalRevenue: board.totalRevenue,
    rows: board.entries.edges.map(({ node }) => {
      const { account } = node;
      const { organisation } = account;
      return {
        rank: node.rank,
        previousRank: node.previousRank,
        accountNo: account.accountNo,
        accountName: account.name,
        organisation: `${organisation.code} ${organisation.name}`,
        parent: `${organisation.parent.code} ${organisation.parent.name}`,
        manager: account.manager.name,
        revenue: node.revenue,
        volume: node.volume,
        revenueYearEarlier: node.revenueYearEarlier,
        months: monthsOf(node.months),
      };
    }),
  };
}

interface Nodes<T> {
  nodes: T[];
}

interface PostGraphilePlace {
  code: string;
  versions: Nodes<{ name: string; parent: PostGraphilePlace }>;
}

interface PostGraphileAnswer {
  data: {
    organisation: {
      boards: Nodes<{
        totals: Nodes<{ revenue: string }>;
        entries: Nodes<
          Figures & {
            account: {
              accountNo: string;
              name: string;
              organisation: PostGraphilePlace;
              team: Nodes<{ staff: { name: string } }>;
              months: Nodes<Usage>;
            };
          }
        >;
      }>;
    };
  };
}

/** Reads PostGraphile's shape: tables as they are, fen instead of yuan, newest month first. */
export function postGraphileSubstance(answer: unknown): BoardSubstance {
  const [board] = (answer as PostGraphileAnswer).data.organisation.boards.nodes;
  return {
    totalRevenue: yuan(board.totals.nodes[0].revenue),
    rows: board.entries.nodes.map(({ account, ...entry }) => {
      const [version] = account.organisation.versions.nodes;
      return {
        rank: entry.rank,
        previousRank: entry.previousRank,
        accountNo: account.accountNo,
        accountName: account.name,
        organisation: `${account.organisation.code} ${version.name}`,
        parent: `${version.parent.code} ${version.parent.versions.nodes[0].name}`,
        manager: account.team.nodes[0].staff.name,
        revenue: yuan(entry.revenue),
        volume: entry.volume,
        revenueYearEarlier: entry.revenueYearEarlier && yuan(entry.revenueYearEarlier),
        months: monthsOf(account.months.nodes.map((one) => ({ ...one, revenue: yuan(one.revenue) }))),
      };
    }),
  };
}

/** Months in order. One without use is left out, because the platform shows it as nothing and a table has no row. */
function monthsOf(usage: readonly Usage[]): string[] {
  return usage
    .filter(({ revenue, volume }) => Number(revenue) !== 0 || Number(volume) !== 0)
    .map(({ month, revenue, volume }) => `${month} ${revenue} ${volume}`)
    .sort();
}

const yuan = (fen: string): string => (Number(fen) / 100).toFixed(2);

/** Throws at the first difference between two answers. */
export function assertSameBoard(expected: BoardSubstance, actual: BoardSubstance, name: string): void {
  if (expected.rows.length !== 100) throw new Error(`The board has ${expected.rows.length} rows, not 100`);
  const at = expected.rows.findIndex(
    (row, index) => JSON.stringify(row) !== JSON.stringify(actual.rows.at(index)),
  );
  if (at >= 0)
    throw new Error(
      `${name} answers otherwise at row ${at + 1}:\n${JSON.stringify(expected.rows[at])}\n${JSON.stringify(actual.rows.at(at))}`,
    );
  if (actual.rows.length !== expected.rows.length || actual.totalRevenue !== expected.totalRevenue)
    throw new Error(
      `${name} answers ${actual.rows.length} rows of ${actual.totalRevenue}, not ${expected.totalRevenue}`,
    );
}
