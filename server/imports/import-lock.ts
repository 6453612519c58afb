import type { Client } from 'pg';

const SPACE = 7_104_203; // any constant: the advisory locks of imports
const NATION = 0;

/**
 * Serialises imports for the rest of the transaction: one per province at a time, and a nation-wide one alone.
 * Everybody asks for the nation's key first and for one province's at most after it, so nobody waits in a circle.
 */
export async function lockImports(client: Pick<Client, 'query'>, provinceId: number): Promise<void> {
  if (provinceId === NATION) {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [SPACE, NATION]);
    return;
  }
  await client.query('SELECT pg_advisory_xact_lock_shared($1, $2)', [SPACE, NATION]);
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [SPACE, provinceId]);
}
