import type { Client } from 'pg';
import type { Capability } from '../authz/capabilities';
import type { Viewer } from '../authz/viewer';

/** What a file can hold; the `kind` of import_jobs. */
export type ImportKind = 'ACCOUNTS' | 'USAGE' | 'ORGANISATIONS';

/** A column of the file: it is found by any of its names, English or Chinese, wherever it stands. */
export interface ImportColumn {
  /** Name used in messages; the first of `names`, too. */
  readonly field: string;
  readonly names: readonly string[];
  /** Without a required column the whole file is refused; an absent optional one reads as ''. */
  readonly required: boolean;
}

/** Why a row is bad, in Chinese and English. Tell the value of the cell, never a value the file does not hold. */
export class Rejection {
  readonly reason: string;

  constructor(chinese: string, english: string, cell?: string) {
    const shown = cell === undefined ? '' : `: ${cell.length > 60 ? `${cell.slice(0, 60)}…` : cell}`;
    this.reason = `${chinese} / ${english}${shown}`;
  }
}

/** How many rows of the file were what; `rowsRead` is the sum of the other four. */
export interface ImportCounts {
  rowsRead: number;
  rowsNew: number;
  rowsChanged: number;
  rowsSame: number;
  rowsBad: number;
}

/** One import inside its transaction. */
export interface ImportRun {
  /** Not pipelined; the transaction is open under the viewer's scope and the import lock is held. */
  readonly client: Client;
  readonly viewer: Viewer;
  /** Id of the row in import_jobs. */
  readonly jobId: number;
}

/**
 * What a module implements to be fed from files. The whole file is one transaction:
 * `read` checks each row alone and gives its staged columns; the rows are copied into the temporary table
 * `import_rows (line_no bigint, reason text, input_row text, ...staging)`; `write` then works set by set on the rows
 * WHERE reason IS NULL, inserts `(line_no, reason)` into the temporary table `import_rejects` for those that turn out
 * bad (unknown, duplicate, out of scope) and writes the others. Every row must end up rejected or counted.
 */
export interface Importer {
  readonly kind: ImportKind;
  /** Needed to import, and to see the errors of such an import: they hold input rows. */
  readonly capability: Capability;
  /** PROVINCE: imports of different provinces may run side by side. NATION: one at a time (writes shared tables). */
  readonly lock: 'PROVINCE' | 'NATION';
  readonly columns: readonly ImportColumn[];
  /** Columns of the staging table besides the three of its own, as in CREATE TABLE. */
  readonly staging: readonly { readonly name: string; readonly type: string }[];
  /** Makes the reader of one run. Cells are trimmed and stand in the order of `columns`; text from `copyFields`. */
  reader(viewer: Viewer): (cells: readonly string[]) => string | Rejection;
  /** Validates against the database and writes; the counts are of good rows only. */
  write(run: ImportRun): Promise<Pick<ImportCounts, 'rowsNew' | 'rowsChanged' | 'rowsSame'>>;
}

/** The staged columns of a row in COPY's text format, in the order of `Importer.staging`; null is NULL. */
export function copyFields(values: readonly (string | number | boolean | null)[]): string {
  return values.map(copyField).join('\t');
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyField(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  return typeof value === 'string' ? value.replace(SPECIAL, (char) => ESCAPES[char]) : String(value);
}
