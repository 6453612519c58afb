import { monthsBetween, shanghaiMonth, shiftMonth } from './month-range';

it('counts months over the turn of a year', () => {
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsBetween('2026-02', '2026-02')).toEqual(['2026-02']);
  expect(monthsBetween('2026-03', '2026-02')).toEqual([]);
  expect([shiftMonth('2026-01', -1), shiftMonth('2025-12', 1), shiftMonth('2026-05', -65)]).toEqual([
    '2025-12',
    '2026-01',
    '2020-12',
  ]);
});

it('begins a month at midnight in Shanghai', () => {
  expect(shanghaiMonth(new Date('2026-10-31T15:59:59Z'))).toBe('2026-10');
  expect(shanghaiMonth(new Date('2026-10-31T16:00:00Z'))).toBe('2026-11');
});
