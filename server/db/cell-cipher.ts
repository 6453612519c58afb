import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The cell a ciphertext belongs to; it opens nowhere else. */
export interface CellPlace {
  table: string;
  column: string;
  provinceId: number;
  rowId: number;
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + IV_BYTES + TAG_BYTES;

/** A ciphertext that is not what was written into this cell: moved, altered, or of another key. Names no value. */
export class CipherFault extends Error {
  constructor({ table, column, provinceId, rowId }: CellPlace) {
    super(`the ciphertext of ${table}.${column} in row (${provinceId}, ${rowId}) does not belong there`);
    this.name = 'CipherFault';
  }
}

/** Seals bytes for one cell: version, random IV, tag, ciphertext; the cell's place is authenticated with it. */
export function seal(key: Buffer, place: CellPlace, clear: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(place));
  const sealed = Buffer.concat([cipher.update(clear), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), sealed]);
}

/** Opens what `seal` made for the same cell and key; throws CipherFault for anything else. */
export function unseal(key: Buffer, place: CellPlace, sealed: Buffer): Buffer {
  if (sealed.length < HEADER_BYTES || sealed[0] !== VERSION) throw new CipherFault(place);
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(1, 1 + IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(additionalData(place));
  decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEADER_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]);
  } catch {
    throw new CipherFault(place);
  }
}

// JSON, so that no two places can be written alike.
function additionalData({ table, column, provinceId, rowId }: CellPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, table, column, provinceId, rowId]));
}
