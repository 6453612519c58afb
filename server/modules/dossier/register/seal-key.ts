import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { RegisterRecord } from './register-record';

/** What a seal binds: the rows of a province's closed minutes and the seal before. */
export interface UnsignedSeal {
  provinceId: number;
  /** From 1, without gaps. */
  seq: number;
  /** End of the sealed time, exclusive; it begins where the seal before ends. Exact UTC text. */
  until: string;
  sealedAt: string;
  rowIds: number[];
  /** 32 bytes for each row, in the order of `rowIds`. */
  rowDigests: Buffer;
  /** The seal before; zeroes for the first. */
  previous: Buffer;
}

/** A link of the chain. */
export interface Seal extends UnsignedSeal {
  seal: Buffer;
}

/** What the first seal of a province is chained to. */
export const NO_SEAL = Buffer.alloc(32);

/** Signs seals and records with a key that is derived from ENCRYPTION_SECRET: who has the database alone has it not. */
export class SealKey {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, 'kam', 'register-seal', 32));
  }

  /** The seal over these rows. */
  seal(seal: UnsignedSeal): Buffer {
    const { provinceId, seq, until, sealedAt, rowIds, rowDigests, previous } = seal;
    return this.sign(['seal', provinceId, seq, until, sealedAt, rowIds, hash(rowDigests), hex(previous)]);
  }

  /** Whether a seal is what was written over what it says. */
  isGenuine(seal: Seal): boolean {
    return same(this.seal(seal), seal.seal);
  }

  /** Signs a record of the command line. */
  signRecord(record: Omit<RegisterRecord, 'id' | 'mac'>): Buffer {
    const { provinceId, kind, recordedAt, recordedBy, firstSeq, lastSeq, rowCount } = record;
    const { fileName, fileDigest, findings, reason } = record;
    const what = [firstSeq, lastSeq, rowCount, fileName, fileDigest && hex(fileDigest), findings, reason];
    return this.sign(['record', provinceId, kind, recordedAt, recordedBy, ...what]);
  }

  /** Whether a record is what the command line wrote. */
  isOurs(record: RegisterRecord): boolean {
    return same(this.signRecord(record), record.mac);
  }

  private sign(what: unknown[]): Buffer {
    return createHmac('sha256', this.key).update(JSON.stringify(what)).digest();
  }
}

const hex = (bytes: Buffer): string => bytes.toString('hex');
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const same = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
