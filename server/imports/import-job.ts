import type { Viewer } from '../authz/viewer';
import type { ImportCounts, ImportKind } from './importer';

/** QUEUED -> RUNNING -> DONE or FAILED. */
export type ImportStatus = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';

/** A job's key. */
export interface ImportJobKey {
  provinceId: number;
  id: number;
}

/** Where a job and its errors stand: where its importer stands. */
export interface ImportPlace {
  provinceId: number;
  cityId: number;
  unitId: number;
  line: string | null;
}

/** An import as it is known to people. Counts are final once it is DONE, and 0 before. */
export interface ImportJobRecord extends ImportJobKey, ImportPlace, ImportCounts {
  kind: ImportKind;
  status: ImportStatus;
  isDryRun: boolean;
  fileName: string;
  headings: string | null;
  staffId: number;
  tokenId: number | null;
  attempt: number;
  failure: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** A bad row. */
export interface ImportErrorRecord {
  lineNo: number;
  inputRow: string;
  reason: string;
}

/** Where the viewer's imports stand. */
export function importPlace({ scope, organisationId }: Viewer): ImportPlace {
  return {
    provinceId: scope.provinceId,
    cityId: scope.level >= 2 ? scope.cityId : 0,
    unitId: scope.level === 3 ? organisationId : 0,
    line: scope.line,
  };
}
