/** A board as it must be answered: amounts as yuan text, everything else as the graph tells it. */
export interface PlainBoard {
  totalRevenue: string | null;
  entries: PlainEntry[];
}

/** A row of it. */
export interface PlainEntry {
  accountNo: string;
  city: string;
  rank: number;
  previousRank: number | null;
  revenue: string;
  volume: string;
  revenueYearEarlier: string | null;
  yearOnYear: number | null;
  share: number | null;
}

interface Sum {
  revenue: number;
  volume: number;
}

const LINES = ['EXPRESS', 'PARCEL', 'LETTER', 'LOGISTICS', 'PRESS', 'FINANCE', 'INFORMATION', 'PHILATELY'];
const SHOWN = 100;

/** Boards straight from the rows of the two files, with no code of the platform. */
export class PlainBoards {
  private readonly cities = new Map<string, string>();
  /** Line, then month, then account. */
  private readonly figures = new Map<string, Map<string, Sum>>();

  constructor(accounts: Record<string, string>[], usage: Record<string, string>[]) {
    for (const { account_no, organisation_code } of accounts) this.cities.set(account_no, organisation_code);
    for (const { account_no, line, month, volume, revenue } of usage) {
      if (!LINES.includes(line)) continue;
      const key = `${line} ${month}`;
      const figures = this.figures.get(key) ?? new Map<string, Sum>();
      figures.set(account_no, { revenue: fenOf(revenue), volume: Number(volume) });
      this.figures.set(key, figures);
    }
  }

  /** Numbers of the accounts below an organisation code; '000000' is the nation. */
  accountsOf(code: string): string[] {
    const prefix = code.replace(/(00)+$/, '');
    return [...this.cities].filter(([, city]) => city.startsWith(prefix)).map(([accountNo]) => accountNo);
  }

  /** The city that serves an account. */
  cityOf(accountNo: string): string {
    return this.cities.get(accountNo) ?? '';
  }

  /** The figures of one account in one month, by line. */
  monthOf(accountNo: string, line: string, month: string): { revenue: string; volume: string } | null {
    const sum = this.figures.get(`${line} ${month}`)?.get(accountNo);
    return sum ? { revenue: yuanOf(sum.revenue), volume: String(sum.volume) } : null;
  }

  /** The whole board of an organisation, as who sees all of it sees it. */
  board(code: string, line: string, period: string): PlainBoard {
    const sums = this.sums(code, line, period);
    const before = this.ranks(this.sums(code, line, periodBefore(period)));
    const yearEarlier = this.sums(
      code,
      line,
      period.replace(/^\d{4}/, (year) => String(Number(year) - 1)),
    );
    const total = [...sums.values()].reduce((all, { revenue }) => all + revenue, 0);
    const entries = [...this.ranks(sums)].map(([accountNo, rank]): PlainEntry => {
      const { revenue, volume } = sums.get(accountNo) as Sum;
      const earlier = yearEarlier.get(accountNo)?.revenue;
      return {
        accountNo,
        city: this.cityOf(accountNo),
        rank,
        previousRank: before.get(accountNo) ?? null,
        revenue: yuanOf(revenue),
        volume: String(volume),
        revenueYearEarlier: earlier === undefined ? null : yuanOf(earlier),
        yearOnYear: earlier ? (revenue - earlier) / Math.abs(earlier) : null,
        share: total > 0 ? revenue / total : null,
      };
    });
    return { totalRevenue: sums.size === 0 ? null : yuanOf(total), entries };
  }

  private sums(code: string, line: string, period: string): Map<string, Sum> {
    const inside = new Set(this.accountsOf(code));
    const sums = new Map<string, Sum>();
    for (const [key, figures] of this.figures) {
      const [itsLine, month] = key.split(' ');
      if (itsLine !== line || !isWithin(month, period)) continue;
      for (const [accountNo, { revenue, volume }] of figures) {
        if (!inside.has(accountNo)) continue;
        const sum = sums.get(accountNo) ?? { revenue: 0, volume: 0 };
        sums.set(accountNo, { revenue: sum.revenue + revenue, volume: sum.volume + volume });
      }
    }
    return sums;
  }

  /** Ranks up to the hundredth with all ties at it, in the order of the board: rank, then account number. */
  private ranks(sums: Map<string, Sum>): Map<string, number> {
    const sorted = [...sums].sort(
      ([a, one], [b, other]) => other.revenue - one.revenue || (a < b ? -1 : a > b ? 1 : 0),
    );
    const ranks = new Map<string, number>();
    for (const [at, [accountNo, { revenue }]] of sorted.entries()) {
      const isTie = at > 0 && sorted[at - 1][1].revenue === revenue;
      const rank: number = isTie ? (ranks.get(sorted[at - 1][0]) ?? SHOWN + 1) : at + 1;
      if (rank > SHOWN) break;
      ranks.set(accountNo, rank);
    }
    return ranks;
  }
}

function isWithin(month: string, period: string): boolean {
  const [year, part] = period.split('-');
  if (!month.startsWith(year)) return false;
  if (part === undefined) return true;
  const number = Number(month.slice(5));
  return part.startsWith('Q') ? Math.ceil(number / 3) === Number(part[1]) : number === Number(part);
}

function periodBefore(period: string): string {
  const [year, part] = period.split('-');
  const lastYear = String(Number(year) - 1);
  if (part === undefined) return lastYear;
  if (part.startsWith('Q')) return part === 'Q1' ? `${lastYear}-Q4` : `${year}-Q${Number(part[1]) - 1}`;
  return part === '01' ? `${lastYear}-12` : `${year}-${String(Number(part) - 1).padStart(2, '0')}`;
}

function fenOf(yuan: string): number {
  const [, sign, whole, cents = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(yuan) as RegExpExecArray;
  const fen = Number(whole) * 100 + Number(cents.padEnd(2, '0'));
  return sign && fen !== 0 ? -fen : fen;
}

function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
