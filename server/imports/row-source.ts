import type { Rejection } from './importer';

/** A row as it stands in the file. */
export interface SourceRow {
  /** Physical line (CSV) or row number (XLSX) where the row starts; the heading is usually 1. */
  line: number;
  /** Trimmed cells. */
  cells: string[];
  /** The row as given, for the error file. */
  input: string;
  /** Set where the row cannot be read at all. */
  fault?: Rejection;
}

/** Rows of a file in order, the heading first, blank ones left out; may be read again from the start. */
export interface RowSource {
  /** Bytes (CSV) or rows (XLSX) read so far against `size`, for a progress bar. */
  readonly size: number;
  readonly position: number;
  batches(): AsyncIterable<SourceRow[]>;
}

/** Rows of more than this many characters are bad rows. */
export const MAX_ROW_LENGTH = 65_536;
