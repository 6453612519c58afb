import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from } from 'pg-copy-streams';
import type { Viewer } from '../../server/authz/viewer';
import type { Database } from '../../server/db/database';
import { type Importer, Rejection } from '../../server/imports/importer';

/** What one file came to. */
export interface ImportOutcome {
  rowsNew: number;
  rowsChanged: number;
  rowsSame: number;
  /** Reasons by line number; the first row is line 2, below the heading. */
  bad: Record<number, string>;
}

/** Feeds rows to an importer as the runner would, in one transaction; for tests of importers alone. */
export async function runImporter(
  database: Database,
  importer: Importer,
  viewer: Viewer,
  rows: readonly (readonly string[])[],
): Promise<ImportOutcome> {
  return database.copyTransaction(viewer.scope, async (client) => {
    const columns = importer.staging.map(({ name, type }) => `${name} ${type}`);
    await client.query(
      `CREATE TEMP TABLE import_rows (line_no bigint, reason text, input_row text, ${columns.join(', ')}) ON COMMIT DROP`,
    );
    await client.query('CREATE TEMP TABLE import_rejects (line_no bigint, reason text) ON COMMIT DROP');
    const read = importer.reader(viewer);
    const lines = rows.map((cells, at) => {
      const staged = read(cells);
      if (!(staged instanceof Rejection)) return `${at + 2}\t\\N\t\t${staged}\n`;
      return `${at + 2}\t${staged.reason}\t${'\t\\N'.repeat(importer.staging.length)}\n`;
    });
    await pipeline(Readable.from(lines), client.query(from('COPY import_rows FROM STDIN')));
    const counts = await importer.write({ client, viewer, jobId: 1 });
    const { rows: bad } = await client.query<{ line_no: number; reason: string }>(
      `SELECT line_no, reason FROM import_rejects
       UNION ALL SELECT line_no, reason FROM import_rows WHERE reason IS NOT NULL`,
    );
    return { ...counts, bad: Object.fromEntries(bad.map(({ line_no, reason }) => [line_no, reason])) };
  });
}
