import type { Session } from '../../db/database';
import { DomainError } from '../../graphql/errors';
import { shanghaiMonth, shiftMonth } from './month-range';
import {
  readCalibres,
  readMonths,
  type CalibreRow,
  type MonthFigures,
  type UsageKey,
} from './usage.repository';

const MAX_MONTHS = 60;
const DEFAULT_MONTHS = 12;

/** Reads usage. Every month asked for is answered, with zeros where there is no fact. */
export class UsageService {
  private calibres = new Map<number, CalibreRow>();

  /** The months of each key, in the order of the keys; `readMonths` for callers outside the module. */
  months(session: Session, keys: readonly UsageKey[], from: string, to: string): Promise<MonthFigures[][]> {
    return readMonths(session, keys, from, to);
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
