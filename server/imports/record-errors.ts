import type { Client } from 'pg';
import type { ImportJobRecord } from './import-job';
import type { RowSource, SourceRow } from './row-source';
import { storable } from './staging';

const BATCH = 5_000;

interface BadRow {
  line_no: number;
  reason: string;
  input_row: string | null;
}

/**
 * Writes the job's bad rows, those found by reading and those found by the database, and returns their number.
 * The latter's input is read from the file again rather than staged a million times for nothing.
 */
export async function recordErrors(
  staged: Client,
  into: Client,
  job: ImportJobRecord,
  source: RowSource,
): Promise<number> {
  await staged.query(`DECLARE bad_rows NO SCROLL CURSOR FOR
    SELECT line_no, reason, input_row FROM import_rows WHERE reason IS NOT NULL
    UNION ALL SELECT line_no, min(reason), NULL FROM import_rejects GROUP BY line_no
    ORDER BY line_no`);
  const inputs = new InputRows(source);
  let count = 0;
  for (;;) {
    const { rows } = await staged.query<BadRow>(`FETCH ${BATCH} FROM bad_rows`);
    if (rows.length === 0) break;
    const texts: string[] = [];
    for (const row of rows) texts.push(row.input_row ?? (await inputs.at(row.line_no)));
    await into.query(
      `INSERT INTO import_errors (province_id, job_id, city_id, unit_id, line, line_no, input_row, reason)
       SELECT $1, $2, $3, $4, $5, * FROM unnest($6::bigint[], $7::text[], $8::text[])`,
      [
        job.provinceId,
        job.id,
        job.cityId,
        job.unitId,
        job.line,
        rows.map((row) => row.line_no),
        texts,
        rows.map((row) => row.reason),
      ],
    );
    count += rows.length;
  }
  await staged.query('CLOSE bad_rows');
  await inputs.close();
  return count;
}

/** Finds rows of the file by ascending line, in one pass. */
class InputRows {
  private batches: AsyncIterator<SourceRow[]> | undefined;
  private rows: SourceRow[] = [];
  private next = 0;

  constructor(private readonly source: RowSource) {}

  async at(line: number): Promise<string> {
    this.batches ??= this.source.batches()[Symbol.asyncIterator]();
    for (;;) {
      while (this.next < this.rows.length) {
        const row = this.rows[this.next++];
        if (row.line === line) return storable(row.input);
      }
      const batch = await this.batches.next();
      if (batch.done) throw new Error(`line ${line} is no longer in the file`);
      this.rows = batch.value;
      this.next = 0;
    }
  }

  async close(): Promise<void> {
    await this.batches?.return?.();
  }
}
