/** Separators that are told apart by the heading. */
const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The separator a heading line uses: the one that occurs most outside quotes; a comma where none does. */
export function delimiterOf(heading: string): Delimiter {
  const bare = heading.replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/**
 * Cells of one row that holds quotes (RFC 4180; a quote inside an unquoted cell is itself). The row starts at `from`;
 * `end` is past its line break. Undefined while the text ends inside a quoted cell.
 */
export function quotedRow(
  text: string,
  from: number,
  delimiter: Delimiter,
): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  for (let at = from; ;) {
    let cell: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) return undefined;
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    } else cell = '';
    // What follows a closing quote before the separator belongs to the cell.
    const stop = cellEnd(text, at, delimiter);
    cells.push((cell + text.slice(at, stop)).trim());
    if (stop >= text.length) return { cells, end: text.length };
    at = stop + 1;
    if (text[stop] === '\n') return { cells, end: at };
    if (text[stop] === '\r') return { cells, end: text[at] === '\n' ? at + 1 : at };
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}

function cellEnd(text: string, from: number, delimiter: Delimiter): number {
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === delimiter || char === '\n' || char === '\r') return at;
  }
  return text.length;
}

/** One row of RFC 4180 text, without its line break. */
export function csvRow(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

/**
 * A cell that no spreadsheet takes for a formula: text that starts like one gets a ' before it, plain numbers stay.
 */
export function harmlessCell(cell: string): string {
  return /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) && !/^[+-]?[0-9]+(\.[0-9]+)?$/.test(cell)
    ? `'${cell}`
    : cell;
}
