import { createReadStream } from 'node:fs';
import { stream, type CellValue } from 'exceljs';
import { csvRow } from './csv-text';
import { FileRefused } from './file-refused';
import type { RowSource, SourceRow } from './row-source';

const BATCH = 2_000;

/** Rows of the first worksheet of a workbook, read as a stream. */
export class XlsxSource implements RowSource {
  position = 0;

  constructor(
    private readonly path: string,
    readonly size: number,
  ) {}

  async *batches(): AsyncIterable<SourceRow[]> {
    const file = createReadStream(this.path);
    const reader = new stream.xlsx.WorkbookReader(file, {
      entries: 'emit',
      sharedStrings: 'cache',
      styles: 'cache', // without the styles a date is a number
      hyperlinks: 'ignore',
      worksheets: 'emit',
    });
    this.position = 0;
    try {
      for await (const worksheet of reader) {
        yield* this.rowsOf(worksheet, file);
        return;
      }
    } catch (error) {
      if (error instanceof FileRefused) throw error;
      throw new FileRefused('XLSX 文件无法读取', `the workbook cannot be read (${(error as Error).message})`);
    } finally {
      file.destroy();
    }
  }

  private async *rowsOf(
    worksheet: stream.xlsx.WorksheetReader,
    file: { bytesRead: number },
  ): AsyncIterable<SourceRow[]> {
    let batch: SourceRow[] = [];
    let width = 0;
    for await (const row of worksheet) {
      // exceljs counts columns from 1 and leaves holes.
      const values = Array.from(row.values as CellValue[]).slice(1);
      const cells = values.map((value) => cellText(value).trim());
      if (cells.every((cell) => cell === '')) continue;
      // A sheet leaves out the blank cells at the end of a row, or keeps too many.
      width ||= cells.length;
      while (cells.length < width) cells.push('');
      while (cells.length > width && cells.at(-1) === '') cells.pop();
      batch.push({ line: row.number, cells, input: csvRow(cells) });
      if (batch.length < BATCH) continue;
      this.position = file.bytesRead;
      yield batch;
      batch = [];
    }
    yield batch;
  }
}

/** What a cell says: dates as 2026-10-01, numbers as they were typed, the result of a formula. */
export function cellText(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('error' in value) return value.error;
  if ('text' in value) return cellText(value.text);
  if ('result' in value) return cellText(value.result);
  return '';
}

function numberText(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  // Fifteen digits is what a spreadsheet shows: 0.1 + 0.2 is 0.3.
  const text = String(Number(value.toPrecision(15)));
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}
