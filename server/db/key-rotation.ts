import { escapeIdentifier } from 'pg';
import { CipherFault, seal, unseal } from './cell-cipher';
import type { DataKey, DataKeys, WrappedKey } from './data-keys';
import type { Session } from './database';
import { sealedTables, type SealedTable } from './sealed-tables';

/** The owner of the tables: sealed history may be re-sealed by nobody else. */
export interface SealedTablesOwner {
  transaction<T>(work: (session: Pick<Session, 'query'>) => Promise<T>): Promise<T>;
}

/** What became of one key. `faults` names cells that were not written where they stand; they keep the key alive. */
export interface RotatedKey {
  provinceId: number;
  keyId: number;
  rows: number;
  isRemoved: boolean;
  faults: string[];
}

interface KeyRow {
  province_id: number;
  id: number;
  wrapped_key: Buffer;
}
type SealedRow = Record<string, Buffer | null> & { id: string };
interface FreshRow {
  id: string;
  cells: Map<string, Buffer | null>;
}

const BATCH = 500;
const ROUNDS = 5;

const RETIRED = `SELECT province_id, id, wrapped_key FROM data_keys
  WHERE retired_at IS NOT NULL AND ($1::int IS NULL OR province_id = $1) ORDER BY province_id, id`;
const RETIRE = `UPDATE data_keys SET retired_at = now()
  WHERE retired_at IS NULL AND ($1::int IS NULL OR province_id = $1) RETURNING province_id, id, wrapped_key`;
const ADD = 'INSERT INTO data_keys (province_id, id, wrapped_key) VALUES ($1, $2, $3)';
const LIVE = `SELECT province_id, id, wrapped_key FROM data_keys WHERE province_id = $1 AND retired_at IS NULL`;
const REMOVE = 'DELETE FROM data_keys WHERE province_id = $1 AND id = $2';

/**
 * Seals with new keys what the old ones sealed, while the platform reads and writes. All state is in the database: a
 * retired key that is still there is a rotation to be finished, so begun again after a kill it goes on. A key is removed
 * only when the foreign keys let it go: no cell can lose its key, whoever wrote it meanwhile.
 */
export class KeyRotation {
  constructor(
    private readonly keys: DataKeys,
    private readonly owner: SealedTablesOwner,
  ) {}

  /** Finishes what was begun, or begins anew; of one province, or of all (null). */
  async rotate(provinceId: number | null): Promise<RotatedKey[]> {
    const retired = await this.owner.transaction(async (session) => {
      await session.query('LOCK TABLE data_keys IN SHARE ROW EXCLUSIVE MODE');
      const begun = await session.query<KeyRow>(RETIRED, [provinceId]);
      return begun.length > 0 ? begun : this.retireAll(session, provinceId);
    });
    const rotated: RotatedKey[] = [];
    for (const row of retired) rotated.push(await this.finish(row));
    return rotated;
  }

  private async retireAll(session: Pick<Session, 'query'>, provinceId: number | null): Promise<KeyRow[]> {
    const live = await session.query<KeyRow>(RETIRE, [provinceId]);
    for (const row of live) {
      this.keys.unwrap(wrappedKey(row)); // another secret is noticed before anything is changed
      const next = this.keys.make(row.province_id, row.id + 1);
      await session.query(ADD, [next.provinceId, next.keyId, next.wrapped]);
    }
    return live.sort((one, other) => one.province_id - other.province_id);
  }

  private async finish(row: KeyRow): Promise<RotatedKey> {
    const old = this.keys.unwrap(wrappedKey(row));
    const tables = await this.owner.transaction(sealedTables);
    const done: RotatedKey = {
      provinceId: row.province_id,
      keyId: row.id,
      rows: 0,
      isRemoved: false,
      faults: [],
    };
    // Whoever had the old key in hand may have written with it behind the first round.
    for (let round = 0; round < ROUNDS && !done.isRemoved && done.faults.length === 0; round += 1) {
      for (const table of tables) await this.resealTable(table, old, done);
      if (done.faults.length === 0) done.isRemoved = await this.remove(old);
    }
    return done;
  }

  private async resealTable(table: SealedTable, old: DataKey, done: RotatedKey): Promise<void> {
    for (let after = '0', more = true; more;) {
      const rows = await this.owner.transaction(async (session) => {
        const [live] = await session.query<KeyRow>(LIVE, [old.provinceId]);
        const batch = await session.query<SealedRow>(selectBatch(table), [old.provinceId, old.keyId, after]);
        const fresh = batch.flatMap((row) =>
          this.resealed(table, row, old, this.keys.unwrap(wrappedKey(live)), done),
        );
        if (fresh.length > 0)
          await session.query(updateBatch(table), [
            old.provinceId,
            live.id,
            fresh.map(({ id }) => id),
            ...table.columns.map((column) => fresh.map(({ cells }) => cells.get(column) ?? null)),
          ]);
        done.rows += fresh.length;
        return batch;
      });
      after = rows.at(-1)?.id ?? after;
      more = rows.length === BATCH;
    }
  }

  private resealed(
    { table, columns }: SealedTable,
    row: SealedRow,
    old: DataKey,
    live: DataKey,
    done: RotatedKey,
  ): FreshRow[] {
    try {
      const cells = columns.map((column): [string, Buffer | null] => {
        const place = { table, column, provinceId: old.provinceId, rowId: Number(row.id) };
        const sealed = row[column];
        return [column, sealed && seal(live.bytes, place, unseal(old.bytes, place, sealed))];
      });
      return [{ id: row.id, cells: new Map(cells) }];
    } catch (error) {
      if (!(error instanceof CipherFault)) throw error;
      done.faults.push(error.message);
      return [];
    }
  }

  private async remove({ provinceId, keyId }: DataKey): Promise<boolean> {
    try {
      await this.owner.transaction((session) => session.query(REMOVE, [provinceId, keyId]));
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === FOREIGN_KEY_VIOLATION) return false;
      throw error;
    }
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

const wrappedKey = ({ province_id, id, wrapped_key }: KeyRow): WrappedKey => ({
  provinceId: province_id,
  keyId: id,
  wrapped: wrapped_key,
});

function selectBatch({ table, columns }: SealedTable): string {
  return `SELECT id::text AS id, ${columns.map(escapeIdentifier).join(', ')} FROM ${escapeIdentifier(table)} AS t
    WHERE province_id = $1 AND key_id = $2 AND t.id > $3::bigint ORDER BY t.id LIMIT ${BATCH} FOR UPDATE`;
}

function updateBatch({ table, columns }: SealedTable): string {
  const names = columns.map(escapeIdentifier);
  const arrays = names.map((_, at) => `$${at + 4}::bytea[]`);
  return `UPDATE ${escapeIdentifier(table)} AS t SET key_id = $2, ${names.map((name) => `${name} = n.${name}`).join(', ')}
    FROM unnest($3::bigint[], ${arrays.join(', ')}) AS n (id, ${names.join(', ')})
    WHERE t.province_id = $1 AND t.id = n.id`;
}
