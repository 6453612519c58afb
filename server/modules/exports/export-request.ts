import type { Section } from '../../authz/sections';
import type { BusinessLine } from '../../graphql/business-line';

/** 导出状态: the life of an export. READY is waiting to be downloaded once. */
export enum ExportStatus {
  REQUESTED = 'REQUESTED',
  REFUSED = 'REFUSED',
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  READY = 'READY',
  DOWNLOADED = 'DOWNLOADED',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
  FAILED = 'FAILED',
}

/** 文件格式. */
export enum ExportFormat {
  CSV = 'CSV',
  XLSX = 'XLSX',
}

/** Names an export. */
export interface ExportKey {
  provinceId: number;
  id: number;
}

/** What is to be copied; accounts are named once and for all. */
export interface ExportContent {
  sections: Section[];
  accountProvinceIds: number[];
  accountIds: number[];
  /** Of usage or of the board; null: all lines. */
  line: BusinessLine | null;
  firstMonth: string | null;
  lastMonth: string | null;
  /** Not null: the rows are those of a board. */
  boardOrganisationId: number | null;
  boardPeriod: string | null;
  boardVersion: number | null;
}

/** An export as kept. */
export interface ExportRow extends ExportKey, ExportContent {
  /** The lowest organisation that serves, or is above whoever serves, every account of it. */
  organisationId: number;
  staffProvinceId: number;
  staffId: number;
  staffName: string;
  staffOrganisationId: number;
  purpose: string;
  format: ExportFormat;
  needsDecision: boolean;
  status: ExportStatus;
  requestedAt: Date;
  decidedAt: Date | null;
  decidedByProvinceId: number | null;
  decidedById: number | null;
  reason: string | null;
  attempt: number;
  rowsWritten: number | null;
  rowsWithheld: number | null;
  failure: string | null;
  expiresAt: Date | null;
}

/** Of whom a file holds values: section -> positions in the export's accounts. */
export type Held = Partial<Record<Section, number[]>>;

/** The number that stands on every sheet and in every register row of an export. */
export function registerNumber({ provinceId, id }: ExportKey): string {
  return `EXP-${provinceId}-${id}`;
}
