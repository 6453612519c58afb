/** A period is a year `2026`, a quarter `2026-Q3` or a month `2026-10`; text order is time order within a kind. */
export type PeriodKind = 'YEAR' | 'QUARTER' | 'MONTH';

/** Which kind of period it is. The period is taken to be valid, as the Period scalar and the tables ensure. */
export function periodKind(period: string): PeriodKind {
  if (period.length === 4) return 'YEAR';
  return period[5] === 'Q' ? 'QUARTER' : 'MONTH';
}

/** The months of a period, ascending. */
export function monthsOf(period: string): string[] {
  const kind = periodKind(period);
  if (kind === 'MONTH') return [period];
  const year = Number(period.slice(0, 4));
  const [first, count] = kind === 'YEAR' ? [1, 12] : [3 * Number(period[6]) - 2, 3];
  return Array.from({ length: count }, (_, i) => monthText(year * 12 + first - 1 + i));
}

/** The last month of a period. */
export function lastMonthOf(period: string): string {
  return monthsOf(period).at(-1) as string;
}

/** The period of the same kind just before. */
export function previousPeriod(period: string): string {
  return shifted(period, -1);
}

/** The period of the same kind just after. */
export function nextPeriod(period: string): string {
  return shifted(period, 1);
}

/** The same period one year before. */
export function yearEarlier(period: string): string {
  return shifted(period, -PER_YEAR[periodKind(period)]);
}

/** The same period one year after. */
export function yearLater(period: string): string {
  return shifted(period, PER_YEAR[periodKind(period)]);
}

/** The `count` months that end with `last`, ascending. */
export function monthsUpTo(last: string, count: number): string[] {
  const end = monthNumber(last);
  return Array.from({ length: count }, (_, i) => monthText(end - count + 1 + i));
}

/** A number that grows by one from a period to the next of its kind; kinds never meet. */
export function periodNumber(period: string): number {
  const year = Number(period.slice(0, 4));
  const kind = periodKind(period);
  if (kind === 'YEAR') return year;
  return kind === 'QUARTER' ? 1_000_000 + year * 4 + Number(period[6]) : 2_000_000 + monthNumber(period);
}

/** Whether the period's last day has passed on the business day `today` (`YYYY-MM-DD`, Asia/Shanghai). */
export function isOver(period: string, today: string): boolean {
  return lastMonthOf(period) < today.slice(0, 7);
}

/** The periods that ended with the month: the month itself, with March its quarter, with December its year too. */
export function periodsEndingWith(month: string): string[] {
  return periodsOf(month).filter((period) => lastMonthOf(period) === month);
}

/** The fewest quarters and months that make up exactly these months. */
export function quartersAndMonths(months: readonly string[]): string[] {
  const quarters = [...new Set(months.map((month) => periodsOf(month)[1]))];
  const whole = quarters.filter((quarter) => monthsOf(quarter).every((month) => months.includes(month)));
  return [...whole, ...months.filter((month) => !whole.includes(periodsOf(month)[1]))];
}

/** The year, quarter and month a month belongs to. */
export function periodsOf(month: string): [year: string, quarter: string, month: string] {
  const year = month.slice(0, 4);
  return [year, `${year}-Q${Math.ceil(Number(month.slice(5)) / 3)}`, month];
}

/** The month of an instant in Asia/Shanghai, which has kept UTC+8 for as long as there are figures. */
export function shanghaiMonth(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
}

const PER_YEAR: Record<PeriodKind, number> = { YEAR: 1, QUARTER: 4, MONTH: 12 };

function shifted(period: string, by: number): string {
  const year = Number(period.slice(0, 4));
  switch (periodKind(period)) {
    case 'YEAR':
      return yearText(year + by);
    case 'QUARTER': {
      const quarter = year * 4 + Number(period[6]) - 1 + by;
      return `${yearText(Math.floor(quarter / 4))}-Q${(quarter % 4) + 1}`;
    }
    case 'MONTH':
      return monthText(monthNumber(period) + by);
  }
}

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const yearText = (year: number): string => String(year).padStart(4, '0');

function monthText(number: number): string {
  return `${yearText(Math.floor(number / 12))}-${String((number % 12) + 1).padStart(2, '0')}`;
}
