import type { RequestContext } from '../../context/request-context';
import type { KeyAccount } from '../accounts/accounts.module';
import type { ExportContent } from './export-request';

/** An amount of money: written with two places in yuan. */
export interface Fen {
  fen: number;
}

/** What stands in a cell; null stays blank. */
export type Cell = string | number | Fen | null;

/** A column: its heading, and the field of the graph it copies, as the register names it. */
export interface Column {
  heading: string;
  field: string;
}

/** How a section of dossiers becomes a table. */
export interface SectionTable {
  /** Name of the sheet. */
  title: string;
  columns: (content: ExportContent) => Column[];
  /** Rows of each account, without what says whose they are. Asked for accounts that were cleared only. */
  rows: (context: RequestContext, accounts: KeyAccount[], content: ExportContent) => Promise<Cell[][][]>;
}

/** Fen as a cell. */
export const money = (fen: number | null): Fen | null => (fen === null ? null : { fen });

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** An instant as files show it, Asia/Shanghai: `2026-10-31 16:00:00`. */
export const instant = (at: Date): string => CLOCK.format(at);

/** Columns from pairs of field and heading. */
export const columns = (type: string, headings: Record<string, string>): Column[] =>
  Object.entries(headings).map(([field, heading]) => ({ field: `${type}.${field}`, heading }));
