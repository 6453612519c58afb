import type { Session } from './database';

/** A table whose rows are sealed with a data key of their province, and the columns that are. */
export interface SealedTable {
  table: string;
  columns: string[];
}

/**
 * The registry of sealed columns is the database's own catalogue, so nobody can forget to enter one: a table whose
 * `(province_id, key_id)` references `data_keys` is sealed in all of its bytea columns, each bound to
 * { table, column, province_id, id }. Rotation and the proof of the dump go by it.
 */
const SEALED_TABLES = {
  name: 'sealed_tables',
  text: `SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE a.atttypid = 'bytea'::regtype AND EXISTS (SELECT FROM pg_constraint k
      WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid = 'data_keys'::regclass)
    GROUP BY c.relname ORDER BY c.relname`,
};

/** Every table that holds sealed cells. */
export function sealedTables(session: Pick<Session, 'query'>): Promise<SealedTable[]> {
  return session.query<SealedTable>(SEALED_TABLES);
}
