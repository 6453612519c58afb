import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Viewer } from '../authz/viewer';
import { FileRefused } from './file-refused';
import { findColumns, type Headings } from './headings';
import { copyFields, Rejection, type Importer } from './importer';
import type { RowSource, SourceRow } from './row-source';

/** What came of reading the file into the staging table. */
export interface Staged {
  headings: Headings;
  rowsRead: number;
}

/**
 * Copies the file's rows into the temporary table `import_rows` of the transaction, checked one by one; makes the
 * table of rejects. Reading and checking overlap with the database's copying.
 */
export async function stageRows(
  client: Client,
  importer: Importer,
  viewer: Viewer,
  source: RowSource,
  onRows: (rowsRead: number) => void,
): Promise<Staged> {
  const columns = importer.staging.map(({ name, type }) => `${name} ${type}`).join(', ');
  await client.query(`CREATE TEMP TABLE import_rows
    (line_no bigint NOT NULL, reason text, input_row text, ${columns}) ON COMMIT DROP`);
  await client.query('CREATE TEMP TABLE import_rejects (line_no bigint, reason text) ON COMMIT DROP');
  const copy = client.query(copyFrom('COPY import_rows FROM STDIN'));
  let failure: Error | undefined;
  copy.on('error', (error) => (failure = error));
  const toCopy = new CopyText(importer, viewer);
  let rowsRead = 0;
  try {
    for await (const rows of source.batches()) {
      const text = toCopy.of(rows);
      if (failure) throw failure;
      rowsRead = toCopy.rowsRead;
      onRows(rowsRead);
      if (text !== '' && !copy.write(text)) await drained(copy);
    }
    const headings = toCopy.finished();
    copy.end();
    await once(copy, 'finish');
    return { headings, rowsRead };
  } catch (error) {
    copy.destroy();
    throw failure ?? error;
  }
}

/** Resolves when the stream takes more, or has ended. */
async function drained(copy: Writable): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(copy, 'drain', { signal }), once(copy, 'close', { signal })]);
  } finally {
    waiting.abort(); // whichever lost stops listening
  }
}

/** Turns rows into COPY text; the first row is the heading. */
class CopyText {
  rowsRead = 0;
  private headings: Headings | undefined;
  private readonly read: (cells: readonly string[]) => string | Rejection;
  private readonly nothing: string;

  constructor(
    private readonly importer: Importer,
    viewer: Viewer,
  ) {
    this.read = importer.reader(viewer);
    this.nothing = '\t\\N'.repeat(importer.staging.length);
  }

  of(rows: SourceRow[]): string {
    let text = '';
    for (const row of rows) {
      if (!this.headings) this.headings = findColumns(this.importer.columns, row.fault ? [] : row.cells);
      else text += this.line(row, this.headings);
    }
    return text;
  }

  finished(): Headings {
    if (!this.headings) throw new FileRefused('文件中没有数据', 'the file holds no rows');
    return this.headings;
  }

  private line(row: SourceRow, { width, positions }: Headings): string {
    this.rowsRead += 1;
    let result: string | Rejection;
    const { cells } = row;
    if (row.fault) result = row.fault;
    else if (cells.length !== width) result = wrongWidth(width, cells.length);
    else {
      const wanted = new Array<string>(positions.length);
      for (let at = 0; at < positions.length; at += 1) wanted[at] = cells[positions[at]] ?? '';
      result = this.read(wanted);
    }
    if (typeof result === 'string') return `${row.line}\t\\N\t\\N\t${result}\n`;
    return `${copyFields([row.line, result.reason, storable(row.input)])}${this.nothing}\n`;
  }
}

/** The text without NUL, which PostgreSQL cannot store. */
export function storable(input: string): string {
  return input.includes('\0') ? input.replaceAll('\0', '') : input;
}

function wrongWidth(expected: number, got: number): Rejection {
  return new Rejection(`应有 ${expected} 列,实有 ${got} 列`, `expected ${expected} columns, found ${got}`);
}
