import { randomBytes } from 'node:crypto';
import type { Story } from '../kit/story';

const COLUMNS = `SELECT 'CREATE TABLE access_register (' || string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', '
  ORDER BY attnum) || ')' AS ddl FROM pg_attribute WHERE attrelid = 'kept'::regclass AND attnum > 0 AND NOT attisdropped`;

/**
 * Puts the register into a tablespace on a device without any room, the kernel's /dev/full, while `work` runs: writing
 * to it fails as on a disk that is full (ENOSPC, SQLSTATE 53100). The server itself lays the files, so that neither
 * root nor an own server is needed. The rows wait under another name meanwhile.
 */
export async function withFullDisk<T>({ sql }: Story, work: () => Promise<T>): Promise<T> {
  const name = `full_${randomBytes(4).toString('hex')}`;
  const folder = `/tmp/kam-${name}`;
  const shell = (command: string): Promise<unknown> =>
    sql(`COPY (SELECT 1) TO PROGRAM '${command.replaceAll("'", "''")}'`);
  await shell(`cat > /dev/null; mkdir -m 700 ${folder}`);
  await sql(`CREATE TABLESPACE ${name} LOCATION '${folder}'`);
  try {
    await sql('ALTER TABLE access_register RENAME TO kept');
    const [{ ddl }] = await sql<{ ddl: string }>(COLUMNS);
    await sql(`${ddl} TABLESPACE ${name}`);
    await sql('GRANT SELECT, INSERT ON access_register TO kam_app');
    for (const [column, value] of [
      ['id', '0'],
      ['at', 'now()'],
    ])
      await sql(`ALTER TABLE access_register ALTER ${column} SET DEFAULT ${value}`);
    const [{ path }] = await sql<{ path: string }>(
      `SELECT current_setting('data_directory') || '/' || pg_relation_filepath('access_register') AS path`,
    );
    await sql('CHECKPOINT'); // a device cannot be synced
    await shell(`cat > /dev/null; ln -sf /dev/full ${path}`);
    return await work();
  } finally {
    await sql('DROP TABLE IF EXISTS access_register');
    await sql('ALTER TABLE IF EXISTS kept RENAME TO access_register');
    await sql(`DROP TABLESPACE ${name}`);
    await shell(`cat > /dev/null; rm -rf ${folder}`);
  }
}
