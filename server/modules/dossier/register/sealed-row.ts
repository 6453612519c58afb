import { createHash } from 'node:crypto';

/**
 * Every column of the register, in the order in which it is sealed. A column that is added to the table joins the end
 * here, or it could be edited unseen; test/register/seals.test.ts holds the list against the database's catalogue.
 */
export const SEALED_COLUMNS = [
  'province_id',
  'id',
  'city_ids',
  'unit_ids',
  'at',
  'staff_province_id',
  'staff_id',
  'token_id',
  'staff_name',
  'staff_organisation_id',
  'staff_roles',
  'outcome',
  'section',
  'fields',
  'account_ids',
  'grant_id',
  'purpose',
  'basis',
  'operation_name',
  'operation_hash',
  'request_id',
] as const;

/** A row of the register as it is sealed and archived: by column, instants as UTC text with microseconds. */
export type RecordedRow = Record<(typeof SEALED_COLUMNS)[number], unknown> & { id: number };

/** An instant of SQL as text, exact and the same on every server. */
export const exactInstant = (expression: string): string =>
  `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The columns for a SELECT. */
export const RECORDED_COLUMNS = SEALED_COLUMNS.map((column) =>
  column === 'at' ? `${exactInstant('r.at')} AS at` : `r.${column}`,
).join(', ');

/** SHA-256 of a row: JSON of its columns in order, so that no two rows are written alike. */
export function rowDigest(row: RecordedRow): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(SEALED_COLUMNS.map((column) => row[column])))
    .digest();
}
