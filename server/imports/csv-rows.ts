import { csvRow, delimiterOf, quotedRow, type Delimiter } from './csv-text';
import { Rejection } from './importer';
import { MAX_ROW_LENGTH, type SourceRow } from './row-source';

/** Cuts decoded text into rows, piece by piece. Lines without quotes take a fast path: split and nothing else. */
export class CsvRows {
  private rest = '';
  private line = 1;
  private isSkipping = false;

  /** Without a separator the first line shows it. */
  constructor(private delimiter?: Delimiter) {}

  /** The rows that end in this piece; with the last piece, all that is left. */
  take(piece: string, isLast: boolean): SourceRow[] {
    const text = this.rest + piece;
    const rows: SourceRow[] = [];
    const hasOddities = /[\0\ufffd]/.test(text);
    const hasBlanks = /[^\S\r\n\t]/.test(text);
    let quote = text.indexOf('"');
    let from = 0;
    while (from < text.length) {
      const newline = text.indexOf('\n', from);
      if (newline < 0 && !isLast) {
        if (text.length - from <= MAX_ROW_LENGTH) break;
        // Longer than any row may be: one bad row, whatever is still to come of it.
        if (!this.isSkipping) rows.push(this.bad(text.slice(from), tooLong()));
        this.isSkipping = true;
        from = text.length;
        break;
      }
      const lineEnd = newline < 0 ? text.length : newline;
      let end = lineEnd + 1;
      if (quote >= 0 && quote < from) quote = text.indexOf('"', from);
      const line = text.slice(from, text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd);
      const delimiter = (this.delimiter ??= line === '' ? undefined : delimiterOf(line)) ?? ',';
      let row: SourceRow | undefined;
      if (this.isSkipping) this.isSkipping = false;
      else if (lineEnd - from > MAX_ROW_LENGTH) row = this.bad(line, tooLong());
      else if (quote >= 0 && quote < lineEnd) {
        const quoted = quotedRow(text, from, delimiter);
        const isOpen = !quoted || (quoted.end === text.length && text[quoted.end - 1] !== '\n');
        if (isOpen && !isLast && text.length - from <= MAX_ROW_LENGTH) break;
        if (!quoted || quoted.end - from > MAX_ROW_LENGTH) row = this.bad(line, unclosed());
        else {
          end = quoted.end;
          row = this.good(text.slice(from, end).trimEnd(), quoted.cells, delimiter);
        }
      } else if (line !== '') {
        const cells = line.split(delimiter);
        if (hasBlanks) for (let at = 0; at < cells.length; at += 1) cells[at] = cells[at].trim();
        row = this.good(line, cells, delimiter);
      }
      if (row && hasOddities && /[\0\ufffd]/.test(row.input)) row.fault = unreadable();
      if (row && !isBlank(row)) rows.push(row);
      this.line += end === lineEnd + 1 ? 1 : text.slice(from, end).split('\n').length - 1;
      from = end;
    }
    this.rest = text.slice(from);
    return rows;
  }

  private good(input: string, cells: string[], delimiter: Delimiter): SourceRow {
    return { line: this.line, cells, input: delimiter === ',' ? input : csvRow(cells) };
  }

  private bad(input: string, fault: Rejection): SourceRow {
    return { line: this.line, cells: [], input: csvRow([input.slice(0, 1000)]), fault };
  }
}

function isBlank(row: SourceRow): boolean {
  return row.cells[0] === '' && !row.fault && row.cells.every((cell) => cell === '');
}

const tooLong = (): Rejection => new Rejection('行超过 64 KB', 'the row is longer than 64 KB');
const unclosed = (): Rejection => new Rejection('引号未闭合', 'a quote is not closed');
const unreadable = (): Rejection => new Rejection('含有无法识别的字符', 'holds unreadable characters');
