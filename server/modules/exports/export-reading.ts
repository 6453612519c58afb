import type { Section } from '../../authz/sections';
import type { Viewer } from '../../authz/viewer';
import type { ExportRow, Held } from './export-request';
import type { Cell } from './export-table';

/** A table of an export. */
export interface ExportSheet {
  section: Section;
  title: string;
  headings: string[];
}

/** Some rows of a table, read and registered under the rights of one moment. */
export interface ReadRows {
  rows: Cell[][];
  /** Positions of the accounts whose values are in the rows. */
  held: number[];
  withheld: number;
}

/** How the job and the download read: through the gates of the graph, whatever those are. */
export interface ExportReading {
  /** The tables of an export. */
  sheets(one: ExportRow): ExportSheet[];
  /** Rows of a table for the accounts at these positions; who is not cleared at this moment has none. */
  read(viewer: Viewer, one: ExportRow, section: Section, positions: readonly number[]): Promise<ReadRows>;
  /** Whether all that a file holds may be read by the viewer at this moment; registered, since it is about to leave. */
  mayStillRead(viewer: Viewer, one: ExportRow, held: Held): Promise<boolean>;
}
