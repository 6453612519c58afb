import { Workbook, type CellValue } from 'exceljs';
import iconv from 'iconv-lite';
import { deflateRawSync } from 'node:zlib';
import { FileRefused } from '../../server/imports/file-refused';
import { findColumns } from '../../server/imports/headings';
import { openSource } from '../../server/imports/open-source';
import type { SourceRow } from '../../server/imports/row-source';
import { USAGE_COLUMNS } from '../../server/modules/usage/usage-row';
import { useFolder } from './stage';

const file = useFolder();

async function rowsOf(path: string): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of (await openSource(path)).source.batches()) rows.push(...batch);
  return rows;
}

/** The cells of each row in the order account, line, month, volume, revenue. */
async function readUsage(path: string): Promise<string[][]> {
  const [heading, ...rows] = await rowsOf(path);
  const { positions } = findColumns(USAGE_COLUMNS, heading.cells);
  return rows.map(({ cells }) => positions.map((at) => cells[at]));
}

async function workbook(rows: CellValue[][], format?: string): Promise<Buffer> {
  const book = new Workbook();
  const sheet = book.addWorksheet('用邮');
  rows.forEach((row) => sheet.addRow(row));
  if (format) sheet.getColumn(3).numFmt = format;
  return Buffer.from(await book.xlsx.writeBuffer());
}

const ENGLISH = ['account_no', 'line', 'month', 'volume', 'revenue'];
const CHINESE = ['客户编号', '业务种类', '月份', '用邮量', '用邮收入'];
const ROWS = [
  ['0012', '速递业务', '2026-10', '12', '1.50'],
  ['龘龘1', '信函', '2026年9月', '-3', '0'],
];
/** Columns in an order of their own with one nobody asked for. */
const shuffled = (row: string[], extra: string): string[] => [row[4], extra, row[2], row[0], row[1], row[3]];

const HEADINGS: [string, string[], (row: string[]) => string[]][] = [
  ['English headings', ENGLISH, (row) => row],
  ['Chinese headings', CHINESE, (row) => row],
  ['Chinese headings in another order, one unknown', shuffled(CHINESE, '备注'), (row) => shuffled(row, '无')],
  ['English headings, written loosely', ['Account No', ' LINE', 'Month ', 'VOLUME', 'revenue'], (row) => row],
];
const ENCODINGS: [string, (text: string) => Buffer][] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['GB18030', (text) => iconv.encode(text, 'gb18030')],
];
const SHAPES: [string, string, string][] = [
  ['comma and LF', ',', '\n'],
  ['comma and CRLF', ',', '\r\n'],
  ['semicolon', ';', '\n'],
  ['tab', '\t', '\r\n'],
];

describe.each(HEADINGS)('%s', (heading, names, arranged) => {
  it.each(
    ENCODINGS.flatMap(([encoding, encode]) => SHAPES.map((shape) => [encoding, ...shape, encode] as const)),
  )('are read from CSV in %s with %s', async (encoding, _shape, delimiter, end, encode) => {
    const text = [names, ...ROWS.map(arranged)].map((row) => row.join(delimiter) + end).join('');
    const path = await file(`${heading}-${encoding}.csv`.replace(/[ ,]/g, '_'), encode(text));
    expect(await readUsage(path)).toEqual(ROWS);
  });

  it('are read from XLSX', async () => {
    expect(await readUsage(await file('book.xlsx', await workbook([names, ...ROWS.map(arranged)])))).toEqual(
      ROWS,
    );
  });
});

it('finds GB18030 characters of four bytes across the edges of chunks', async () => {
  const names = Array.from({ length: 60_000 }, (_, i) => `𠀀龘${i}`);
  const path = await file('big.csv', iconv.encode(`客户编号\n${names.join('\n')}\n`, 'gb18030'));
  expect((await rowsOf(path)).slice(1).map(({ cells }) => cells[0])).toEqual(names);
});

it('keeps UTF-8 across the edges of chunks', async () => {
  const names = Array.from({ length: 200_000 }, (_, i) => `邮政${i}`);
  const path = await file('big-utf8.csv', `客户编号\n${names.join('\n')}\n`);
  const { facts } = await openSource(path);
  expect([facts.encoding, facts.bytes > 1 << 21]).toEqual(['utf8', true]);
  expect((await rowsOf(path)).slice(1).map(({ cells }) => cells[0])).toEqual(names);
});

it('reads every kind of cell of a sheet', async () => {
  const path = await file(
    'cells.xlsx',
    await workbook([
      [...ENGLISH, 'note'],
      [440100000123, 'EXPRESS', new Date('2026-10-01T00:00:00Z'), 1200, 0.1 + 0.2],
      [
        { richText: [{ text: 'A' }, { text: '1' }] },
        'PRESS',
        '2026-09',
        { formula: 'A1*2', result: 24 },
        -12.5,
        null,
      ],
      [],
      [{ text: 'A2', hyperlink: 'http://example.com' }, 'PRESS', '2026-09', true, '1,234.50', 'more'],
    ]),
  );
  const rows = await rowsOf(path);
  expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [1, ...ENGLISH, 'note'],
    [2, '440100000123', 'EXPRESS', '2026-10-01', '1200', '0.3', ''],
    [3, 'A1', 'PRESS', '2026-09', '24', '-12.5', ''],
    [5, 'A2', 'PRESS', '2026-09', 'true', '1,234.50', 'more'],
  ]);
});

/** A ZIP whose directory says it unpacks to `size` bytes. */
function bomb(size: number): Buffer {
  const name = Buffer.from('xl/workbook.xml');
  const data = deflateRawSync(Buffer.alloc(1 << 20));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, name, data, entry, name, end]);
}

it.each<[string, Buffer, string]>([
  ['an empty file', Buffer.alloc(0), 'the file is empty'],
  ['a PDF', Buffer.from('%PDF-1.7\n…'), 'neither CSV nor XLSX (PDF)'],
  ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'neither CSV nor XLSX (XLS'],
  ['UTF-16', Buffer.from('\ufeffaccount_no', 'utf16le'), 'neither CSV nor XLSX (UTF-16)'],
  ['other bytes', Buffer.alloc(5_000), 'neither CSV nor XLSX (binary)'],
  ['half a ZIP', Buffer.from('504b0304ffff', 'hex'), 'the workbook is broken'],
  ['a ZIP bomb', bomb(2 ** 31), 'unpacks to more than 1 GB'],
  ['a ZIP that is no sheet inside', bomb(1 << 20), 'the workbook cannot be read'],
])('refuses %s', async (name, content, message) => {
  const path = await file(name.replaceAll(' ', '-'), content);
  await expect(rowsOf(path)).rejects.toBeInstanceOf(FileRefused);
  await expect(rowsOf(path)).rejects.toThrow(message);
});

it('names what is missing and what was found, and refuses a heading that comes twice', () => {
  expect(() => findColumns(USAGE_COLUMNS, ['客户编号', 'month', 'volume', 'line'])).toThrow(
    '缺少必需的列 revenue/用邮收入 / required columns missing: revenue; found: "客户编号", "month", "volume", "line"',
  );
  expect(() => findColumns(USAGE_COLUMNS, [...ENGLISH, '客户编号'])).toThrow(
    'column account_no occurs 2 times',
  );
});
