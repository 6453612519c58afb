import { PassThrough } from 'node:stream';
import { stream as excel, type Worksheet } from 'exceljs';
import { formatFen } from '../../graphql/scalars';
import { csvRow, harmlessCell } from '../../imports/csv-text';
import { ExportFormat } from './export-request';
import type { Cell } from './export-table';

/** A file that is being written, table after table. Text that a spreadsheet would take for a formula is defused. */
export interface ExportFile {
  /** Begins a table: whose copy it is comes first, then the headings. */
  startTable(title: string, headings: string[]): void;
  addRow(cells: Cell[]): void;
  /** The whole file. */
  finish(): Promise<Buffer>;
}

/** A new file; `watermark` stands at the head of each table. */
export function newFile(format: ExportFormat, watermark: readonly string[]): ExportFile {
  return format === ExportFormat.CSV ? new CsvFile(watermark) : new XlsxFile(watermark);
}

/** RFC 4180 in UTF-8 with a byte-order mark; tables follow each other, parted by an empty line. */
class CsvFile implements ExportFile {
  private readonly lines: string[] = [];

  constructor(private readonly watermark: readonly string[]) {}

  startTable(title: string, headings: string[]): void {
    if (this.lines.length > 0) this.lines.push('');
    for (const text of this.watermark) this.addRow([text]);
    this.addRow([title]);
    this.addRow(headings);
  }

  addRow(cells: Cell[]): void {
    this.lines.push(csvRow(cells.map((cell) => harmlessCell(textOf(cell)))));
  }

  async finish(): Promise<Buffer> {
    return Buffer.from(`\ufeff${this.lines.join('\r\n')}\r\n`);
  }
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? formatFen(cell.fen) : String(cell);
}

/** A sheet per table; the watermark is also in the footer of every printed page. */
class XlsxFile implements ExportFile {
  private readonly chunks: Buffer[] = [];
  private readonly out = new PassThrough();
  private readonly workbook: excel.xlsx.WorkbookWriter;
  private sheet: Worksheet | undefined;

  constructor(private readonly watermark: readonly string[]) {
    this.out.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    this.workbook = new excel.xlsx.WorkbookWriter({ stream: this.out, useStyles: true });
  }

  startTable(title: string, headings: string[]): void {
    this.sheet?.commit();
    // & begins a code in a footer, and a footer has at most 255 characters.
    const footer = this.watermark.join(' ').replaceAll('&', '&&').slice(0, 200);
    this.sheet = this.workbook.addWorksheet(title, { headerFooter: { oddFooter: `&L${footer}` } });
    for (const text of this.watermark) this.addRow([text]);
    this.addRow(headings);
  }

  addRow(cells: Cell[]): void {
    const row = this.sheet?.addRow(cells.map(valueOf));
    cells.forEach((cell, at) => {
      if (cell !== null && typeof cell === 'object' && row) row.getCell(at + 1).numFmt = '0.00';
    });
    row?.commit();
  }

  async finish(): Promise<Buffer> {
    this.sheet?.commit();
    await this.workbook.commit();
    return Buffer.concat(this.chunks);
  }
}

function valueOf(cell: Cell): string | number | null {
  if (typeof cell === 'string') return harmlessCell(cell);
  return cell !== null && typeof cell === 'object' ? cell.fen / 100 : cell;
}
