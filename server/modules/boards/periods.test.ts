import * as fc from 'fast-check';
import {
  isOver,
  lastMonthOf,
  monthsOf,
  monthsUpTo,
  nextPeriod,
  periodKind,
  periodNumber,
  periodsEndingWith,
  previousPeriod,
  quartersAndMonths,
  shanghaiMonth,
  yearEarlier,
  yearLater,
} from './periods';

const year = fc.integer({ min: 2001, max: 2098 });
const period = fc.oneof(
  year.map(String),
  fc.tuple(year, fc.integer({ min: 1, max: 4 })).map(([y, q]) => `${y}-Q${q}`),
  fc.tuple(year, fc.integer({ min: 1, max: 12 })).map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`),
);

describe('periods', () => {
  it.each([
    ['2026', 'YEAR', '2025', '2025', '2026-12'],
    ['2026-Q1', 'QUARTER', '2025-Q4', '2025-Q1', '2026-03'],
    ['2026-Q3', 'QUARTER', '2026-Q2', '2025-Q3', '2026-09'],
    ['2026-01', 'MONTH', '2025-12', '2025-01', '2026-01'],
    ['2026-10', 'MONTH', '2026-09', '2025-10', '2026-10'],
  ])('%s is a %s after %s, a year after %s, ending with %s', (text, kind, before, earlier, last) => {
    expect(periodKind(text)).toBe(kind);
    expect(previousPeriod(text)).toBe(before);
    expect(yearEarlier(text)).toBe(earlier);
    expect(lastMonthOf(text)).toBe(last);
  });

  it('step forth and back to themselves, and are made of whole months', () => {
    fc.assert(
      fc.property(period, (text) => {
        expect(nextPeriod(previousPeriod(text))).toBe(text);
        expect(periodNumber(nextPeriod(text))).toBe(periodNumber(text) + 1);
        expect(yearLater(yearEarlier(text))).toBe(text);
        expect(monthsOf(previousPeriod(text)).concat(monthsOf(text))).toEqual(
          monthsUpTo(lastMonthOf(text), 2 * monthsOf(text).length),
        );
        expect(periodsEndingWith(lastMonthOf(text))).toContain(text);
      }),
    );
  });

  it('are counted by whole quarters where these lie inside', () => {
    expect(quartersAndMonths(monthsUpTo('2026-10', 12))).toEqual([
      '2026-Q1',
      '2026-Q2',
      '2026-Q3',
      '2025-11',
      '2025-12',
      '2026-10',
    ]);
    fc.assert(
      fc.property(period, fc.integer({ min: 1, max: 40 }), (text, count) => {
        const months = monthsUpTo(lastMonthOf(text), count);
        expect(quartersAndMonths(months).flatMap(monthsOf).sort()).toEqual(months);
      }),
    );
  });

  it('are over from the first day of the following month', () => {
    expect(isOver('2026-10', '2026-10-31')).toBe(false);
    expect(isOver('2026-10', '2026-11-01')).toBe(true);
    expect(isOver('2026-Q4', '2026-12-31')).toBe(false);
    expect(isOver('2026', '2027-01-01')).toBe(true);
  });

  it('turn at midnight in Shanghai', () => {
    expect(shanghaiMonth(new Date('2026-10-31T15:59:59.999Z'))).toBe('2026-10');
    expect(shanghaiMonth(new Date('2026-10-31T16:00:00Z'))).toBe('2026-11');
  });

  it('end with a month alone, with its quarter, or with its year as well', () => {
    expect(periodsEndingWith('2026-02')).toEqual(['2026-02']);
    expect(periodsEndingWith('2026-09')).toEqual(['2026-Q3', '2026-09']);
    expect(periodsEndingWith('2026-12')).toEqual(['2026', '2026-Q4', '2026-12']);
  });
});
