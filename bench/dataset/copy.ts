import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const CHUNK = 1 << 16;

/** Prints what a step of the generator took. */
export type Progress = (step: string, rows: number, seconds: number) => void;

/** Streams rows (text format, newline included) into a table. */
export async function copyRows(
  client: Client,
  target: { table: string; columns: string },
  rows: Iterable<string>,
  progress: Progress,
): Promise<void> {
  const started = performance.now();
  // FREEZE: the table was emptied in this transaction, so its rows need no vacuum afterwards.
  const stream = client.query(copyFrom(`COPY ${target.table} (${target.columns}) FROM STDIN WITH (FREEZE)`));
  await pipeline(Readable.from(chunks(rows)), stream);
  progress(target.table, stream.rowCount, (performance.now() - started) / 1000);
}

function* chunks(rows: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += row;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

/** Runs one statement and tells what it took. */
export async function timed(client: Client, step: string, sql: string, progress: Progress): Promise<void> {
  const started = performance.now();
  const { rowCount } = await client.query(sql);
  progress(step, rowCount ?? 0, (performance.now() - started) / 1000);
}
