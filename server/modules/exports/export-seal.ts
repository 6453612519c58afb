import { hkdfSync } from 'node:crypto';
import { seal, unseal, type CellPlace } from '../../db/cell-cipher';
import type { ExportKey } from './export-request';

/** Seals files for the hours they wait. Their key is derived from ENCRYPTION_SECRET, so it is nowhere in the database. */
export class ExportSeal {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, 'kam', 'export-files', 32));
  }

  /** The file as it is kept; it opens for this export only. */
  close(key: ExportKey, file: Buffer): Buffer {
    return seal(this.key, place(key), file);
  }

  /** The file; CipherFault where it was altered or is another export's. */
  open(key: ExportKey, sealed: Buffer): Buffer {
    return unseal(this.key, place(key), sealed);
  }
}

const place = ({ provinceId, id }: ExportKey): CellPlace => ({
  table: 'export_files',
  column: 'sealed',
  provinceId,
  rowId: id,
});
