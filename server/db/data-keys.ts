import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { seal, unseal, type CellPlace } from './cell-cipher';
import type { Database } from './database';
import { SYSTEM_SCOPE } from './scope';

/** A province's data key as it stands in the database. */
export interface WrappedKey {
  provinceId: number;
  keyId: number;
  wrapped: Buffer;
}

/** A data key that can be used; lives no longer than the work at hand. */
export interface DataKey {
  provinceId: number;
  keyId: number;
  bytes: Buffer;
}

const KEY_BYTES = 32;

const LIVE_KEYS = {
  name: 'data_keys_live',
  text: `SELECT asked.province_id, live.id, live.wrapped_key,
      (SELECT coalesce(max(k.id), 0) + 1 FROM data_keys k WHERE k.province_id = asked.province_id) AS next_id
    FROM unnest($1::int[]) AS asked (province_id)
    LEFT JOIN data_keys live ON live.province_id = asked.province_id AND live.retired_at IS NULL
    ORDER BY asked.province_id`,
};

const ADD_KEYS = {
  name: 'data_keys_add',
  text: `INSERT INTO data_keys (province_id, id, wrapped_key)
    SELECT * FROM unnest($1::int[], $2::int[], $3::bytea[]) ON CONFLICT DO NOTHING`,
};

interface LiveKeyRow {
  province_id: number;
  id: number | null;
  wrapped_key: Buffer;
  next_id: number;
}

/**
 * Envelope encryption: one data key per province, kept wrapped by a key that is derived from ENCRYPTION_SECRET and never
 * stored. Unwrapping costs microseconds and readers get the wrapped key in the row they read, so no key is cached.
 */
export class DataKeys {
  private readonly wrappingKey: Buffer;
  private readonly indexKey: Buffer;

  constructor(
    private readonly database: Database,
    secret: string,
  ) {
    this.wrappingKey = Buffer.from(hkdfSync('sha256', secret, 'kam', 'data-key-wrapping', KEY_BYTES));
    this.indexKey = Buffer.from(hkdfSync('sha256', secret, 'kam', 'blind-index', KEY_BYTES));
  }

  /**
   * The keys new values of these provinces are sealed with, made on first use. Call it before the transaction that
   * writes: a key is committed on its own, so a rollback never takes the key of a value that stays.
   */
  async live(provinceIds: Iterable<number>): Promise<Map<number, DataKey>> {
    const asked = [...new Set(provinceIds)].sort((a, b) => a - b);
    const rows = await this.database.transaction(SYSTEM_SCOPE, async (session) => {
      const known = await session.query<LiveKeyRow>(LIVE_KEYS, [asked]);
      const missing = known.filter(({ id }) => id === null);
      if (missing.length === 0) return known;
      // Of two processes that come here at once, one inserts; both then read that key.
      await session.query(ADD_KEYS, [
        missing.map(({ province_id }) => province_id),
        missing.map(({ next_id }) => next_id),
        missing.map((row) => this.wrap(row.province_id, row.next_id, randomBytes(KEY_BYTES))),
      ]);
      return session.query<LiveKeyRow>(LIVE_KEYS, [asked]);
    });
    return new Map(rows.map((row) => [row.province_id, this.unwrap(wrappedKey(row))]));
  }

  /** The usable form of a stored key; throws where the secret is another one than it was wrapped with. */
  unwrap({ provinceId, keyId, wrapped }: WrappedKey): DataKey {
    return { provinceId, keyId, bytes: unseal(this.wrappingKey, keyPlace(provinceId, keyId), wrapped) };
  }

  /** A new key of the province, wrapped for its row. */
  make(provinceId: number, keyId: number): WrappedKey {
    return { provinceId, keyId, wrapped: this.wrap(provinceId, keyId, randomBytes(KEY_BYTES)) };
  }

  /**
   * The blind index of a text, hexadecimal: HMAC-SHA256 with a key of the column and province. It finds equal texts
   * without opening them; rotation leaves it alone, for its key hangs on the secret only.
   */
  blindIndex({ table, column, provinceId }: Omit<CellPlace, 'rowId'>, text: string): string {
    const key = hkdfSync('sha256', this.indexKey, 'kam', `${table}.${column}:${provinceId}`, KEY_BYTES);
    return createHmac('sha256', Buffer.from(key)).update(text).digest('hex');
  }

  private wrap(provinceId: number, keyId: number, bytes: Buffer): Buffer {
    return seal(this.wrappingKey, keyPlace(provinceId, keyId), bytes);
  }
}

function wrappedKey({ province_id, id, wrapped_key }: LiveKeyRow): WrappedKey {
  if (id === null) throw new Error(`province ${province_id} has no live data key`);
  return { provinceId: province_id, keyId: id, wrapped: wrapped_key };
}

const keyPlace = (provinceId: number, keyId: number): CellPlace => ({
  table: 'data_keys',
  column: 'wrapped_key',
  provinceId,
  rowId: keyId,
});
