import type { Client } from 'pg';
import { lineOfSlot, SLOTS, yearOfSlot } from './usage-row';

// A row's key: its account's place in the order of the primary key, and its slot. key / 12 is a year.
const KEYED_ROWS = `import_rows r JOIN import_accounts a USING (account_no)`;
const KEY = `a.position * ${SLOTS} + r.slot`;
/** Years an account can have in all its lines. */
const YEARS = SLOTS / 12;
const LINE = lineOfSlot(`y.key % ${YEARS} * 12`);
const YEAR = yearOfSlot(`y.key % ${YEARS} * 12`);
const PLACED = 'a.province_id, a.account_id, a.city_id, a.unit_id';

/**
 * Finds the accounts of the file inside the scope and rejects the rows of all others: unknown and foreign in the same
 * words, and a number that several provinces use, which a nation-wide file leaves open.
 */
export async function resolveAccounts(client: Client): Promise<void> {
  await client.query(`CREATE TEMP TABLE import_accounts ON COMMIT DROP AS
    SELECT n.account_no, a.province_id, a.id AS account_id, a.city_id, a.unit_id,
      count(a.id) OVER (PARTITION BY n.account_no) AS matches,
      row_number() OVER (ORDER BY a.province_id, a.id) AS position
    FROM (SELECT account_no FROM import_rows WHERE reason IS NULL GROUP BY account_no) n
    LEFT JOIN accounts a USING (account_no)`);
  await client.query(`INSERT INTO import_rejects
    SELECT r.line_no, CASE WHEN a.matches = 0
      THEN '没有这个客户编号,或不在您的范围内 / unknown account number, or outside your scope: '
      ELSE '多个省有这个客户编号 / several provinces have this account number: ' END || r.account_no
    FROM (SELECT DISTINCT account_no, matches FROM import_accounts WHERE matches <> 1) a
    JOIN import_rows r USING (account_no)
    WHERE r.reason IS NULL`);
  await client.query('DELETE FROM import_accounts WHERE matches <> 1');
  await client.query('ANALYZE import_accounts');
}

/**
 * Inserts every row, which works where all of them are new: the common case of a month's file, and twice as fast as
 * comparing first. Sorted by key, so a file that was imported before fails at its first row. False: nothing was done.
 */
export async function insertAllNew(client: Client, jobId: number): Promise<number | false> {
  await client.query('SAVEPOINT all_new');
  try {
    const { rowCount } = await client.query(
      `INSERT INTO usage_facts
         (province_id, account_id, city_id, unit_id, line, month, volume, revenue, import_id)
       SELECT ${PLACED}, r.line, r.month, r.volume, r.revenue, $1
       FROM ${KEYED_ROWS} WHERE r.reason IS NULL ORDER BY ${KEY}`,
      [jobId],
    );
    await client.query(`CREATE TEMP VIEW import_changes AS
      SELECT ${KEY} AS key, r.volume, r.revenue FROM ${KEYED_ROWS} WHERE r.reason IS NULL`);
    return rowCount ?? 0;
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    await client.query('ROLLBACK TO SAVEPOINT all_new');
    return false;
  }
}

/**
 * Has the rest of the transaction join by hash where the file is no small part of the table. A table that was filled
 * just now has no statistics yet, and without any the planner looks up a million rows one by one in the wrong index.
 */
export async function preferHashing(client: Client): Promise<void> {
  const { rows } = await client.query<{ is_large: boolean }>(
    `SELECT 20.0 * pg_relation_size('import_rows') > pg_relation_size('usage_facts') AS is_large`,
  );
  if (rows[0].is_large) await client.query('SET LOCAL enable_nestloop = off');
}

/** Compares row by row: rejects contradictions inside the file, updates what differs, inserts what is new. */
export async function mergeRows(
  client: Client,
  jobId: number,
): Promise<{ rowsNew: number; rowsChanged: number; rowsSame: number }> {
  await client.query(`CREATE TEMP TABLE import_facts ON COMMIT DROP AS
    SELECT ${KEY} AS key, ${PLACED}, r.line, r.month, r.volume, r.revenue, r.line_no,
      first_value(r.line_no) OVER same AS first_line,
      first_value(r.volume) OVER same <> r.volume OR first_value(r.revenue) OVER same <> r.revenue AS contradicts
    FROM ${KEYED_ROWS} WHERE r.reason IS NULL
    WINDOW same AS (PARTITION BY ${KEY} ORDER BY r.line_no) ORDER BY 1`);
  await client.query('ANALYZE import_facts');
  await client.query(`INSERT INTO import_rejects
    SELECT line_no, '与第 ' || first_line || ' 行矛盾 / contradicts line ' || first_line
    FROM import_facts WHERE contradicts`);
  const { rows } = await client.query<{ good: number }>(
    'SELECT count(*) AS good FROM import_facts WHERE NOT contradicts',
  );
  await client.query(`CREATE TEMP TABLE import_changes ON COMMIT DROP AS
    SELECT f.key, f.province_id, f.account_id, f.city_id, f.unit_id, f.line, f.month,
      f.volume AS new_volume, f.revenue AS new_revenue, u.account_id IS NULL AS is_new,
      f.volume - coalesce(u.volume, 0) AS volume, f.revenue - coalesce(u.revenue, 0) AS revenue
    FROM import_facts f LEFT JOIN usage_facts u USING (province_id, account_id, line, month)
    WHERE f.line_no = f.first_line AND (u.account_id IS NULL OR u.volume <> f.volume OR u.revenue <> f.revenue)`);
  await client.query('ANALYZE import_changes');
  const updated = await client.query(
    `UPDATE usage_facts u SET volume = c.new_volume, revenue = c.new_revenue, import_id = $1
     FROM import_changes c WHERE NOT c.is_new AND u.province_id = c.province_id AND u.account_id = c.account_id
       AND u.line = c.line AND u.month = c.month`,
    [jobId],
  );
  const inserted = await client.query(
    `INSERT INTO usage_facts (province_id, account_id, city_id, unit_id, line, month, volume, revenue, import_id)
     SELECT province_id, account_id, city_id, unit_id, line, month, new_volume, new_revenue, $1
     FROM import_changes WHERE is_new ORDER BY key`,
    [jobId],
  );
  const rowsNew = inserted.rowCount ?? 0;
  const rowsChanged = updated.rowCount ?? 0;
  return { rowsNew, rowsChanged, rowsSame: rows[0].good - rowsNew - rowsChanged };
}

/** The columns of a roll-up's quarters, and what their differences sum to. */
const QUARTERS = ['volume', 'revenue'].flatMap((figure) =>
  [1, 2, 3, 4].map((quarter) => ({
    column: `${figure}_q${quarter}`,
    // Floats are exact here, a row having at most 14 digits, and cheaper to sum than the numeric that bigint sums to.
    sum: `sum(${figure}::float8) FILTER (WHERE key % 12 / 3 = ${quarter - 1})::bigint`,
  })),
);
const COLUMNS = QUARTERS.map(({ column }) => column).join(', ');

/** Adds the differences in `import_changes` to the sums of quarters and years, and marks the boards to be ranked again. */
export async function addToRollups(client: Client): Promise<void> {
  await client.query(`CREATE TEMP TABLE import_years ON COMMIT DROP AS
    SELECT key / 12 AS key, bit_or(1 << (key % 12)::int) AS months,
      ${QUARTERS.map(({ column, sum }) => `${sum} AS ${column}`).join(', ')}
    FROM import_changes GROUP BY 1`);
  // A quarter that had no facts is null and stays so unless one came now.
  await client.query(`INSERT INTO usage_rollups AS u
      (province_id, account_id, city_id, unit_id, line, year, ${COLUMNS})
    SELECT ${PLACED}, ${LINE}, ${YEAR}, ${COLUMNS}
    FROM import_years y JOIN import_accounts a ON a.position = y.key / ${YEARS}
    ORDER BY y.key
    ON CONFLICT (province_id, account_id, line, year) DO UPDATE SET
      ${QUARTERS.map(({ column: c }) => `${c} = coalesce(u.${c} + excluded.${c}, u.${c}, excluded.${c})`).join(', ')}`);
  await client.query(MARK_BOARDS);
}

const MARK_BOARDS = `INSERT INTO board_refreshes (province_id, line, period)
  SELECT DISTINCT y.province_id, y.line, p.period
  FROM (SELECT a.province_id, ${LINE} AS line, ${YEAR}::text AS year, bit_or(y.months) AS months
    FROM import_years y JOIN import_accounts a ON a.position = y.key / ${YEARS} GROUP BY 1, 2, 3) y
  JOIN generate_series(1, 12) month ON y.months & (1 << (month - 1)) <> 0
  CROSS JOIN LATERAL (VALUES (y.year), (y.year || '-Q' || (month + 2) / 3),
    (y.year || '-' || lpad(month::text, 2, '0'))) AS p (period)
  ORDER BY 1, 2, 3
  ON CONFLICT (province_id, line, period) DO UPDATE SET marked_at = excluded.marked_at`;
