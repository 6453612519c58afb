import { BusinessLine } from '../../graphql/business-line';
import { Rejection } from '../../imports/importer';
import { usageReader } from './usage-row';

const read = usageReader('2026-10', null);

/** What a row is staged as, or the English reason. */
function staged(row: string[], reader = read): string {
  const result = reader(row);
  return result instanceof Rejection ? result.reason.split(' / ')[1] : result.replaceAll('\t', '|');
}
const slot = (line: number, year: number, month: number): number =>
  line * 2400 + (year - 2000) * 12 + month - 1;

it.each(['EXPRESS', 'express', '速递', '速递业务'])('knows the line %s', (line) => {
  expect(staged(['A1', line, '2026-10', '1', '1'])).toBe(`A1|EXPRESS|2026-10|${slot(0, 2026, 10)}|1|100`);
});

it.each([
  '2026-03',
  '2026/03',
  '2026/3',
  '202603',
  '2026.3',
  '2026年3月',
  '2026年03月',
  '2026-03-01',
  '2026/3/1',
])('knows the month %s', (month) => {
  expect(staged(['A1', '集邮', month, '1', '1'])).toBe(`A1|PHILATELY|2026-03|${slot(6, 2026, 3)}|1|100`);
});

it.each([
  ['0', '0', '0|000'],
  ['-3', '-12.5', '-3|-1250'],
  ['1,234', '1,234,567.89', '1234|123456789'],
  ['12', '0.05', '12|005'],
  ['12', '-0.05', '12|-005'],
])('reads volume %s and revenue %s', (volume, revenue, expected) => {
  expect(staged(['A1', 'PRESS', '2026-01', volume, revenue]).endsWith(`|${expected}`)).toBe(true);
});

it.each([
  [['', 'PRESS', '2026-01', '1', '1'], 'no account number'],
  [['A1', 'POSTAGE', '2026-01', '1', '1'], 'unknown line of business: POSTAGE'],
  [['A1', '', '2026-01', '1', '1'], 'unknown line of business: '],
  [['A1', 'PRESS', '2026-13', '1', '1'], 'a month looks like 2026-10: 2026-13'],
  [['A1', 'PRESS', '20261', '1', '1'], 'a month looks like 2026-10: 20261'],
  [['A1', 'PRESS', '2026-11', '1', '1'], 'the month is still to come: 2026-11'],
  [['A1', 'PRESS', '1999-12', '1', '1'], 'before 2000-01: 1999-12'],
  [['A1', 'PRESS', '2026-01', '1.5', '1'], 'volume must be a whole number: 1.5'],
  [['A1', 'PRESS', '2026-01', '', '1'], 'volume must be a whole number: '],
  [['A1', 'PRESS', '2026-01', '1234567890123', '1'], 'volume must be a whole number: 1234567890123'],
  [['A1', 'PRESS', '2026-01', '1', '1.005'], 'revenue must be yuan with at most two decimals: 1.005'],
  [['A1', 'PRESS', '2026-01', '1', '12,34'], 'revenue must be yuan with at most two decimals: 12,34'],
  [['A1', 'PRESS', '2026-01', '1', '1e5'], 'revenue must be yuan with at most two decimals: 1e5'],
  [
    ['A1', 'PRESS', '2026-01', '1', '9999999999999'],
    'revenue must be yuan with at most two decimals: 9999999999999',
  ],
])('refuses %j', (row, reason) => {
  expect(staged(row)).toBe(reason);
});

it('takes from a bureau its own line only', () => {
  const bureau = usageReader('2026-10', BusinessLine.EXPRESS);
  expect(staged(['A1', 'EXPRESS', '2026-01', '1', '1'], bureau)).toMatch(/^A1\|EXPRESS/);
  expect(staged(['A1', 'PRESS', '2026-01', '1', '1'], bureau)).toBe('not the line of your bureau: PRESS');
});

it('escapes what COPY would take for itself', () => {
  expect(read(['A\\1\t2', 'PRESS', '2026-01', '1', '1'])).toMatch(/^A\\\\1\\t2\tPRESS/);
});
