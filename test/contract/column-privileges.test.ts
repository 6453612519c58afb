import { Client } from 'pg';
import { useDatabase } from '../kit/database';

let client: Client;
// Before the database's own hook, which drops it: hooks run in this order.
afterAll(() => client.end());
const database = useDatabase();
beforeAll(async () => {
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
});

/** What of each table the application may change: its life and its place, never what was asked, decided on or recorded. */
const CHANGEABLE: Record<string, string[]> = {
  access_grants: [
    ...[
      'city_id',
      'unit_id',
      'status',
      'decided_at',
      'decided_by_province_id',
      'decided_by_id',
      'decision_reason',
    ],
    ...['valid_from', 'valid_to', 'revoked_at', 'revocation_reason', 'version'],
    ...['reviewed_at', 'reviewed_by_province_id', 'reviewed_by_id', 'review_verdict', 'review_note'],
  ],
  exports: [
    ...[
      'city_id',
      'unit_id',
      'status',
      'needs_decision',
      'decided_at',
      'decided_by_province_id',
      'decided_by_id',
      'decision_reason',
    ],
    ...['attempt', 'heartbeat_at', 'rows_written', 'rows_withheld', 'failure', 'expires_at', 'ended_at'],
  ],
  export_files: [],
  reading_sessions: ['city_id', 'unit_id', 'ended_at'],
  service_tickets: ['city_id', 'unit_id', 'closed_at'],
  access_register: [],
  dossier_sections: ['city_id', 'unit_id', 'version', 'entered_at'],
  dossier_changes: ['city_id', 'unit_id'],
  dossier_proposals: [
    ...[
      'city_id',
      'unit_id',
      'status',
      'decided_at',
      'decided_by_province_id',
      'decided_by_id',
      'decision_reason',
    ],
    ...['changes', 'sealed_changes', 'key_id'],
  ],
};

it.each(Object.entries(CHANGEABLE))(
  'of %s the application changes only what lives',
  async (table, columns) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
       AND has_column_privilege('kam_app', attrelid, attnum, 'UPDATE')`,
      [table],
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...columns].sort());
  },
);
