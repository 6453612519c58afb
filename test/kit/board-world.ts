import { Client } from 'pg';

/** A figure of the world, told without any id. */
export interface WorldFact {
  account: string;
  line: string;
  month: string;
  revenue: number;
  volume: number;
}

/** An account of the world: its number, which two provinces may share, and its city's code. */
export interface WorldAccount {
  key: string;
  accountNo: string;
  city: string;
}

/** Codes: three provinces, one with a single city. */
export const WORLD_CITIES = ['440100', '440300', '330100', '330200', '110100'];
const PROVINCES = ['440000', '330000', '110000'];
/** A base unit of Guangzhou, without accounts, and the bureau for EXPRESS of Guangdong. */
export const WORLD_UNIT = '440199';
export const WORLD_BUREAU = '440009';

/** `perCity` accounts in each city; numbers are unique in a province only. */
export function worldAccounts(perCity: number): WorldAccount[] {
  return WORLD_CITIES.flatMap((city) =>
    Array.from({ length: perCity }, (_, i) => {
      const accountNo = `${city.slice(3, 4)}${String(i).padStart(4, '0')}`;
      return { key: `${city.slice(0, 2)}:${accountNo}`, accountNo, city };
    }),
  );
}

/** Empties a migrated database and fills it as its owner; `isReversed` gives every row another id. */
export async function fillWorld(
  adminUrl: string,
  accounts: WorldAccount[],
  isReversed = false,
): Promise<void> {
  const order = <T>(rows: T[]): T[] => (isReversed ? [...rows].reverse() : rows);
  await administer(adminUrl, async (client) => {
    await client.query(`TRUNCATE board_entries, board_totals, board_snapshots, board_refreshes, board_sizes, closed_periods,
      usage_facts, usage_rollups, accounts, identities, organisation_versions, organisations CASCADE`);
    const organisations = order(['000000', ...PROVINCES, ...WORLD_CITIES, WORLD_UNIT, WORLD_BUREAU]);
    await client.query(
      `INSERT INTO organisations (code, level, business_line) SELECT code, CASE WHEN code = '000000' THEN 'NATION'
         WHEN code LIKE '__000_' THEN 'PROVINCE' WHEN code LIKE '%00' THEN 'CITY' ELSE 'UNIT' END,
         CASE WHEN code = '${WORLD_BUREAU}' THEN 'EXPRESS' END
       FROM unnest($1::text[]) WITH ORDINALITY AS o (code, n) ORDER BY n`,
      [organisations],
    );
    await client.query(`INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
      SELECT o.id, '2000-01-01', p.id, o.code FROM organisations o LEFT JOIN organisations p ON p.code = CASE
        WHEN o.business_line IS NOT NULL OR o.level = 'CITY' THEN left(o.code, 2) || '0000'
        WHEN o.level = 'PROVINCE' THEN '000000'
        WHEN o.level = 'UNIT' THEN left(o.code, 4) || '00' END`);
    await client.query(
      `INSERT INTO identities (kind, key) SELECT 'NAME_ADDRESS', 'world' ON CONFLICT DO NOTHING`,
    );
    const rows = order(accounts);
    await client.query(
      `INSERT INTO accounts (province_id, city_id, organisation_id, account_no, name, initials, identity_id)
       SELECT p.id, c.id, c.id, a.no, '示例' || a.no, 'sl', (SELECT max(id) FROM identities)
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (no, city, n)
       JOIN organisations c ON c.code = a.city JOIN organisations p ON p.code = left(a.city, 2) || '0000' ORDER BY a.n`,
      [rows.map(({ accountNo }) => accountNo), rows.map(({ city }) => city)],
    );
  });
}

/** Writes figures and their roll-ups and marks what changed, in one transaction, as an import does. */
export async function addFacts(
  adminUrl: string,
  accounts: WorldAccount[],
  facts: WorldFact[],
): Promise<void> {
  const byKey = new Map(accounts.map((account) => [account.key, account]));
  await administer(adminUrl, async (client) => {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO usage_facts (province_id, account_id, line, month, city_id, volume, revenue)
       SELECT a.province_id, a.id, f.line, f.month, a.city_id, f.volume, f.revenue
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
         AS f (no, city, line, month, volume, revenue)
       JOIN organisations c ON c.code = f.city JOIN accounts a ON a.city_id = c.id AND a.account_no = f.no
       ON CONFLICT (province_id, account_id, line, month)
         DO UPDATE SET volume = excluded.volume, revenue = excluded.revenue`,
      [
        facts.map(({ account }) => byKey.get(account)?.accountNo),
        facts.map(({ account }) => byKey.get(account)?.city),
        facts.map(({ line }) => line),
        facts.map(({ month }) => month),
        facts.map(({ volume }) => volume),
        facts.map(({ revenue }) => revenue),
      ],
    );
    const quarters = ['volume', 'revenue'].flatMap((figure) =>
      [1, 2, 3, 4].map((quarter) => ({ figure, quarter, column: `${figure}_q${quarter}` })),
    );
    const sums = quarters.map(
      ({ figure, quarter }) => `sum(${figure}) FILTER (WHERE (right(month, 2)::int + 2) / 3 = ${quarter})`,
    );
    await client.query(`INSERT INTO usage_rollups
        (province_id, account_id, line, year, city_id, ${quarters.map(({ column }) => column).join(', ')})
      SELECT province_id, account_id, line, left(month, 4)::int, city_id, ${sums.join(', ')} FROM usage_facts
      GROUP BY 1, 2, 3, 4, 5
      ON CONFLICT (province_id, account_id, line, year)
        DO UPDATE SET ${quarters.map(({ column }) => `${column} = excluded.${column}`).join(', ')}`);
    await client.query(
      `INSERT INTO board_refreshes (province_id, line, period)
       SELECT DISTINCT o.id, f.line, p.period FROM unnest($1::text[], $2::text[], $3::text[]) AS f (city, line, month)
       JOIN organisations o ON o.code = left(f.city, 2) || '0000',
       unnest(ARRAY[left(month, 4), left(month, 4) || '-Q' || (substr(month, 6)::int + 2) / 3, month]) AS p (period)
       ORDER BY 1, 2, 3 ON CONFLICT (province_id, line, period) DO UPDATE SET marked_at = excluded.marked_at`,
      [
        facts.map(({ account }) => byKey.get(account)?.city),
        facts.map(({ line }) => line),
        facts.map(({ month }) => month),
      ],
    );
    await client.query('COMMIT');
  });
}

/** A connection as the owner for one piece of work. */
export async function administer<T>(adminUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
