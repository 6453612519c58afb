import { once } from 'node:events';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { CANARY, useStage } from './stage';

const stage = useStage();
const SECTION_3 = `${CANARY}-PERSON`;
const SECTION_2 = `${CANARY}-CONTACT`;

/** As a dump writes them: every table of the database, copied out as text. */
async function dump(): Promise<Map<string, string>> {
  const client = new Client({ connectionString: stage.database.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const tables = new Map<string, string>();
    for (const { name } of rows) {
      const parts: Buffer[] = [];
      const stream = client.query(copyTo(`COPY ${name} TO STDOUT`));
      stream.on('data', (part: Buffer) => parts.push(part));
      await once(stream, 'end');
      tables.set(name, Buffer.concat(parts).toString());
    }
    return tables;
  } finally {
    await client.end();
  }
}

const FILES = `WITH file AS (
    SELECT format('base/%s/%s', d.oid, name) AS path FROM pg_database d, pg_ls_dir('base/' || d.oid) AS name
    WHERE d.datname = current_database()
    UNION ALL SELECT 'pg_wal/' || name FROM pg_ls_waldir())
  SELECT path FROM file WHERE position(convert_to($1, 'UTF8') IN pg_read_binary_file(path, true)) > 0`;

/** Files of the cluster, its log of changes included, in which the text stands as it is. */
async function filesWith(text: string): Promise<number> {
  return (await stage.admin(FILES, [text])).length;
}

const written = (text: string): string[] => [
  text,
  Buffer.from(text).toString('hex'),
  Buffer.from(text).toString('base64').slice(0, -4),
];

it('no table, copied out, holds a value of section 3 as text, hex or base64', async () => {
  const tables = await dump();
  const holding = (text: string): string[] =>
    [...tables].filter(([, rows]) => written(text).some((form) => rows.includes(form))).map(([name]) => name);
  expect(holding(SECTION_3)).toEqual([]);
  expect(holding(SECTION_2)).toEqual(['public.account_contacts']); // the search does find what stands in the clear
});

it('no file of the cluster holds one', async () => {
  await stage.admin('CHECKPOINT');
  expect(await filesWith(SECTION_2)).toBeGreaterThan(0);
  expect(await filesWith(SECTION_3)).toBe(0);
});
