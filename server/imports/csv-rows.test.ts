import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CsvRows } from './csv-rows';
import { csvRow, delimiterOf, harmlessCell } from './csv-text';
import { MAX_ROW_LENGTH, type SourceRow } from './row-source';

/** All rows of a text that arrives in pieces of `size` characters. */
function rowsOf(text: string, size = text.length || 1): SourceRow[] {
  const rows = new CsvRows();
  const found: SourceRow[] = [];
  for (let at = 0; at < text.length; at += size) found.push(...rows.take(text.slice(at, at + size), false));
  return [...found, ...rows.take('', true)];
}
const cellsOf = (text: string, size?: number): string[][] => rowsOf(text, size).map(({ cells }) => cells);
const linesOf = (text: string, size?: number): number[] => rowsOf(text, size).map(({ line }) => line);

it.each([
  [
    'LF',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CRLF',
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'no line break at the end',
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'semicolons',
    'a;b\n1,5;2\n',
    [
      ['a', 'b'],
      ['1,5', '2'],
    ],
  ],
  [
    'tabs',
    'a\tb\n1\t2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'quotes, doubled ones too',
    'a,b\n"1,""5""",2\n',
    [
      ['a', 'b'],
      ['1,"5"', '2'],
    ],
  ],
  [
    'quoted line breaks',
    'a,b\n"x\r\ny",2\n3,4\n',
    [
      ['a', 'b'],
      ['x\r\ny', '2'],
      ['3', '4'],
    ],
  ],
  [
    'a quote inside a cell',
    'a,b\n5" pipe,2\n3,4\n',
    [
      ['a', 'b'],
      ['5" pipe', '2'],
      ['3', '4'],
    ],
  ],
  [
    'blanks around cells',
    'a,b\n 1 ,\u30002\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'empty lines and rows',
    '\n\na,b\n\n,\r\n1,2\n   \n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
])('reads %s', (_what, text, cells) => {
  for (const size of [text.length, 1, 2, 3]) expect(cellsOf(text, size)).toEqual(cells);
});

it('numbers a row by the physical line it starts on', () => {
  expect(linesOf('a,b\n\n"x\n\ny",2\n3,4\n')).toEqual([1, 3, 6]);
  expect(linesOf('a,b\n\n"x\n\ny",2\n3,4\n', 1)).toEqual([1, 3, 6]);
});

it('goes on after every kind of bad row', () => {
  const long = 'z'.repeat(MAX_ROW_LENGTH + 1);
  const text = `a,b\n${long},1\nbad\0cell,2\n"never closed,3\n4,5\n${'y'.repeat(3 * MAX_ROW_LENGTH)}\n6,7\n`;
  for (const size of [text.length, 10_000]) {
    const rows = rowsOf(text, size);
    expect(rows.map(({ line, fault }) => [line, fault?.reason.split(' / ')[1] ?? ''])).toEqual([
      [1, ''],
      [2, 'the row is longer than 64 KB'],
      [3, 'holds unreadable characters'],
      [4, 'a quote is not closed'],
      [5, ''],
      [6, 'the row is longer than 64 KB'],
      [7, ''],
    ]);
    expect(rows.at(-1)?.cells).toEqual(['6', '7']);
    expect(rows.every(({ input }) => input.length < 1_100)).toBe(true);
  }
});

it('reads what csv-parse reads, in pieces of any size', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', '7', ',', '"', '\n', '\r\n', ' ', '邮', ';'),
    maxLength: 6,
  });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 20 }), (rows, size) => {
      const text = `h,h\n${rows.map((cells) => csvRow(cells)).join('\n')}\n`;
      const expected = parse(text, { relax_column_count: true, trim: false })
        .map((cells) => cells.map((each) => each.trim()))
        .filter((cells) => cells.some((each) => each !== ''));
      expect(cellsOf(text, size)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

it('tells the separator by the heading', () => {
  expect(['a,b;c,d', 'a;b;c', 'a\tb', 'one', '"a;b;c",d'].map(delimiterOf)).toEqual([
    ',',
    ';',
    '\t',
    ',',
    ',',
  ]);
});

it.each([
  ['=1+1', "'=1+1"],
  ['@x', "'@x"],
  ['+cmd', "'+cmd"],
  ['-5', '-5'],
  ['-12.50', '-12.50'],
  ['-5-5', "'-5-5"],
  ['示例', '示例'],
])('makes %s harmless for a spreadsheet', (cell, shown) => {
  expect(harmlessCell(cell)).toBe(shown);
});
