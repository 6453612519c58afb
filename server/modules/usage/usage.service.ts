import type { Session } from '../../db/database';
import { DomainError } from '../../graphql/errors';
import { monthsBetween, shanghaiMonth, shiftMonth } from './month-range';
import { readCalibres, readMonths, type CalibreRow, type UsageKey } from './usage.repository';

/** One month of usage: pieces and fen. */
export interface MonthFigures {
  month: string;
  volume: number;
  revenue: number;
}

const MAX_MONTHS = 60;
const DEFAULT_MONTHS = 12;

/** Reads usage. Every month asked for is answered, with zeros where there is no fact. */
export class UsageService {
  private calibres = new Map<number, CalibreRow>();

  /** The months of each key, in the order of the keys. */
  async months(
    session: Session,
    keys: readonly UsageKey[],
    from: string,
    to: string,
  ): Promise<MonthFigures[][]> {
    const months = monthsBetween(from, to);
    const answer = keys.map(() => months.map((month) => ({ month, volume: 0, revenue: 0 })));
    const places = new Map(months.map((month, at) => [month, at]));
    for (const { at, month, volume, revenue } of await readMonths(session, keys, from, to)) {
      const figures = answer[at][places.get(month) as number];
      figures.volume = volume;
      figures.revenue = revenue;
    }
    return answer;
  }

  /**
   * The range an account's usage is asked for: the last twelve complete months unless said otherwise.
   * BAD_USER_INPUT for a range that is backwards or longer than 60 months.
   */
  range(from: string | null | undefined, to: string | null | undefined): { from: string; to: string } {
    const last = to ?? shiftMonth(shanghaiMonth(new Date()), -1);
    const first = from ?? shiftMonth(last, 1 - DEFAULT_MONTHS);
    if (first > last)
      throw new DomainError('BAD_USER_INPUT', `from ${first} is after to ${last}`, { field: 'from' });
    if (shiftMonth(first, MAX_MONTHS) <= last)
      throw new DomainError('BAD_USER_INPUT', `at most ${MAX_MONTHS} months`, { field: 'from' });
    return { from: first, to: last };
  }

  /** The calibre of an id. Calibres are only ever added, so the process remembers them. */
  async calibre(session: Session, id: number): Promise<CalibreRow> {
    if (!this.calibres.has(id))
      this.calibres = new Map((await readCalibres(session)).map((row) => [row.id, row]));
    const calibre = this.calibres.get(id);
    if (!calibre) throw new Error(`no revenue calibre ${id}`);
    return calibre;
  }
}
