import type { Viewer } from '../../authz/viewer';
import type { Database } from '../../db/database';
import { ExportStatus, registerNumber, type ExportFormat, type ExportKey } from './export-request';
import type { ExportReading } from './export-reading';
import type { ExportSeal } from './export-seal';
import { exportRevoked, exportSpent, invalidState, notFound } from './exports.errors';
import { findExport, readHeld, tellsOfErased, revokeFile, takeFile } from './exports.repository';

/** A file on its way out. */
export interface Download {
  name: string;
  type: string;
  bytes: Buffer;
}

const TYPES: Record<ExportFormat, string> = {
  CSV: 'text/csv; charset=utf-8',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Hands a file to who asked for it, once, while every right it was written under still holds (Article 19). */
export class ExportDownloads {
  constructor(private readonly parts: { database: Database; reading: ExportReading; seal: ExportSeal }) {}

  /**
   * The file, which is gone from here then. NOT_FOUND for everybody but the requester; EXPORT_SPENT the second time or
   * after 24 hours; EXPORT_REVOKED, and the file is deleted, where a right has ended or a person in it was erased; REGISTER_UNAVAILABLE, and the file
   * stays, where the reading cannot be registered.
   */
  async take(viewer: Viewer, key: ExportKey): Promise<Download> {
    const { database, reading, seal } = this.parts;
    const found = await database.transaction(viewer.scope, async (session) => {
      const one = await findExport(session, key);
      return (
        one && {
          one,
          held: await readHeld(session, key),
          isOutlived: await tellsOfErased(session, key),
        }
      );
    });
    const one = found?.one;
    const isOwn = one?.staffId === viewer.staffId && one.staffProvinceId === viewer.staffProvinceId;
    if (!found || !one || !isOwn || viewer.kind !== 'STAFF') throw notFound('id');
    if (one.status === ExportStatus.REVOKED) throw exportRevoked();
    if (one.status === ExportStatus.DOWNLOADED || one.status === ExportStatus.EXPIRED) throw exportSpent();
    if (one.status !== ExportStatus.READY) throw invalidState(one.status);
    if (!found.held) throw exportSpent();
    const mayStill = viewer.capabilities.has('exports:request') && !found.isOutlived;
    if (!mayStill || !(await reading.mayStillRead(viewer, one, found.held))) {
      await database.transaction(viewer.scope, (session) => revokeFile(session, key, 'EXPORT_REVOKED'));
      throw exportRevoked();
    }
    const sealed = await database.transaction(viewer.scope, (session) => takeFile(session, key));
    if (!sealed) throw exportSpent();
    return {
      name: `${registerNumber(one)}.${one.format.toLowerCase()}`,
      type: TYPES[one.format],
      bytes: seal.open(one, sealed),
    };
  }
}
