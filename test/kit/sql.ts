import { Client } from 'pg';

/** Runs one statement as the owner, past every wall, on a connection of its own. */
export async function sql<Row extends object>(
  adminUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Checksum and row count of whole tables, every column included: equal answers, not a byte has changed. */
export async function tableChecksums(
  adminUrl: string,
  tables: readonly string[],
): Promise<Record<string, string>> {
  const checksums: Record<string, string> = {};
  for (const table of tables) {
    const [{ sum }] = await sql<{ sum: string }>(
      adminUrl,
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")), '') AS sum
       FROM ${table} t`,
    );
    checksums[table] = sum;
  }
  return checksums;
}

/** Waits until no ranking waits for what an import has changed. */
export async function boardsSettled(adminUrl: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((await sql(adminUrl, 'SELECT FROM board_refreshes LIMIT 1')).length > 0) {
    if (Date.now() > deadline) throw new Error('rankings are still marked after a minute');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
