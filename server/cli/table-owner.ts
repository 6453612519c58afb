import { Client } from 'pg';
import type { Session, Statement } from '../db/database';
import type { Owner } from '../modules/dossier/dossier.module';

/**
 * The role that owns the tables, for what the application's role may not do. Row-level security binds it, too, so its
 * transactions have the scope of the nation.
 */
export function tableOwner(adminUrl: string): Owner {
  return {
    transaction: async (work) => {
      const client = new Client({ connectionString: adminUrl, application_name: 'kam owner' });
      await client.connect();
      try {
        await client.query('BEGIN');
        await client.query(`SELECT set_scope(0, 0, 0, '{}', '')`);
        const result = await work({ query: queryOf(client) });
        await client.query('COMMIT');
        return result;
      } finally {
        await client.end(); // an open transaction ends with its connection
      }
    },
  };
}

const queryOf =
  (client: Client): Session['query'] =>
  async <Row extends object>(statement: Statement | string, values?: unknown[]) => {
    const text = typeof statement === 'string' ? statement : statement.text;
    return (await client.query<Row>(text, values)).rows;
  };
