import { Client } from 'pg';
import { RegisterVerifier } from '../../server/modules/dossier/register/register-verifier.service';
import { SealKey } from '../../server/modules/dossier/register/seal-key';
import { SEALED_COLUMNS } from '../../server/modules/dossier/register/sealed-row';
import { useChain } from './chain';

const chain = useChain();
beforeEach(() => chain.clear());

const seals = (): Promise<{ province: number; seq: number; rows: number }[]> =>
  chain.sql(
    `SELECT province_id AS province, seq::int, cardinality(row_ids) AS rows FROM access_register_seals ORDER BY 1, 2`,
  );

describe('sealing', () => {
  it('binds every column of the register', async () => {
    const columns = await chain.sql<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'access_register'
       ORDER BY ordinal_position`,
    );
    expect(columns.map(({ name }) => name)).toEqual(SEALED_COLUMNS);
  });

  it('takes the closed minutes of each province, and leaves the open one for later', async () => {
    await chain.rows(2, 10, 9, 0);
    await chain.rows(3, 8);
    const watch = chain.watch();
    expect(await watch.seal()).toBe(2);
    expect(await seals()).toEqual([
      { province: 2, seq: 1, rows: 2 },
      { province: 3, seq: 1, rows: 1 },
    ]);
    expect(await watch.seal()).toBe(0);
    const [verdict] = await chain.verifier.verifyAll();
    expect(verdict).toMatchObject({ provinceId: 2, rows: 2, unsealed: 1, findings: [] });
  });

  it('waits for a writer who may still commit into a closed minute', async () => {
    await chain.rows(2, 10);
    const writer = new Client({ connectionString: chain.database.adminUrl });
    await writer.connect();
    try {
      await writer.query('BEGIN');
      await writer.query(`INSERT INTO access_register (province_id, city_ids, unit_ids, at, staff_province_id, staff_id,
          staff_name, staff_organisation_id, staff_roles, outcome, section, fields, account_ids, basis, operation_hash, request_id)
        VALUES (2, '{}', '{}', clock_timestamp() - interval '9 minutes', 2, 7, 'x', 4, '{}', 'READ', 'CONTACT', '{}', '{}', 'b', 'h', 'r')`);
      expect(await chain.watch().seal()).toBe(0);
      await writer.query('COMMIT');
      expect(await chain.watch().seal()).toBe(1);
      expect(await seals()).toEqual([{ province: 2, seq: 1, rows: 2 }]);
      expect(await chain.findings()).toEqual([]);
    } finally {
      await writer.end();
    }
  });

  it('makes one chain, however many processes seal at once', async () => {
    await chain.rows(2, 10, 9, 8);
    const made = await Promise.all(Array.from({ length: 4 }, () => chain.watch().seal()));
    expect(made.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await chain.findings()).toEqual([]);
  });

  it('puts an empty seal on a province that is quiet for long, so that nothing is dated back further', async () => {
    await chain.rows(2, 200);
    await chain.watch().seal();
    await chain.rows(2, 100);
    expect(await chain.findings()).toEqual([expect.stringMatching(/^ROW_INSERTED 2 1/)]);
    await chain.clear();
    await chain.rows(2, 200);
    await chain.watch().seal();
    expect(await chain.watch().seal()).toBe(0);
    const later = { graceSeconds: -120, quietMinutes: 2 }; // as if two minutes had passed
    expect(await chain.under(later, () => chain.watch().seal())).toBe(1);
    expect(await seals()).toEqual([
      { province: 2, seq: 1, rows: 1 },
      { province: 2, seq: 2, rows: 0 },
    ]);
    expect(await chain.findings()).toEqual([]);
  });

  it('cuts what has gathered into seals of a size', async () => {
    await chain.rows(2, 10, 9, 8, 7, 6);
    expect(await chain.under({ mostRows: 2 }, () => chain.watch().seal())).toBe(2);
    expect((await seals()).map(({ rows }) => rows)).toEqual([3, 2]);
    expect(await chain.findings()).toEqual([]);
  });
});

describe('verification', () => {
  let ids: number[];
  beforeEach(async () => {
    const watch = chain.watch();
    ids = await chain.rows(2, 30, 29);
    await chain.rows(3, 28);
    await watch.seal();
    ids.push(...(await chain.rows(2, 0.1)));
    await chain.under({ graceSeconds: -60 }, () => chain.watch().seal()); // as if a minute had passed
    expect(await chain.findings()).toEqual([]);
    expect(await seals()).toEqual([
      { province: 2, seq: 1, rows: 2 },
      { province: 2, seq: 2, rows: 1 },
      { province: 3, seq: 1, rows: 1 },
    ]);
  });

  const EDITS: [string, string][] = SEALED_COLUMNS.filter(
    (column) => !['province_id', 'id', 'at'].includes(column),
  ).map((column) => [
    column,
    column === 'outcome'
      ? `'REFUSED'`
      : /_ids$/.test(column)
        ? `'{99}'`
        : /fields|roles/.test(column)
          ? `'{x}'`
          : /_id$/.test(column)
            ? '99'
            : `'x'`,
  ]);

  it.each(EDITS)('finds an edited %s', async (column, value) => {
    await chain.sql(`UPDATE access_register SET ${column} = ${value} WHERE id = $1`, [ids[0]]);
    expect(await chain.findings()).toEqual([`ROW_EDITED 2 1 ${ids[0]}`]);
  });

  it('finds a row moved to another time or another province', async () => {
    await chain.sql(`UPDATE access_register SET at = at + interval '10 seconds' WHERE id = $1`, [ids[0]]);
    expect(await chain.findings()).toEqual([`ROW_EDITED 2 1 ${ids[0]}`]);
    await chain.sql(`UPDATE access_register SET at = at + interval '29 minutes' WHERE id = $1`, [ids[0]]);
    expect(await chain.findings()).toEqual([`ROW_EDITED 2 1 ${ids[0]}`]);
    await chain.sql(`UPDATE access_register SET province_id = 3 WHERE id = $1`, [ids[1]]);
    expect(await chain.findings()).toEqual([
      `ROW_EDITED 2 1 ${ids[0]}`,
      `ROW_DELETED 2 1 ${ids[1]}`,
      `ROW_INSERTED 3 1 ${ids[1]}`,
    ]);
  });

  it('finds a deleted row, in the first seal and in the last', async () => {
    await chain.sql('DELETE FROM access_register WHERE id = ANY ($1)', [[ids[1], ids[2]]]);
    expect(await chain.findings()).toEqual([`ROW_DELETED 2 1 ${ids[1]}`, `ROW_DELETED 2 2 ${ids[2]}`]);
  });

  it('finds an inserted row, whatever it is made to look like', async () => {
    const [id] = await chain.rows(2, 25);
    expect(await chain.findings()).toEqual([`ROW_INSERTED 2 1 ${id}`]);
    await chain.sql(
      'UPDATE access_register SET id = DEFAULT, at = (SELECT at FROM access_register WHERE id = $1) WHERE id = $2',
      [ids[0], id],
    );
    expect(await chain.findings()).toEqual([expect.stringMatching(/^ROW_INSERTED 2 1 \d+$/)]);
  });

  it('finds a seal that was rewritten to fit an edited row', async () => {
    await chain.sql('DELETE FROM access_register WHERE id = $1', [ids[0]]);
    await chain.sql(
      `UPDATE access_register_seals SET row_ids = row_ids[2:], row_digests = substr(row_digests, 33) WHERE province_id = 2 AND seq = 1`,
    );
    expect(await chain.findings()).toEqual(['SEAL_ALTERED 2 1']);
  });

  it.each([
    ['sealed_until', `sealed_until - interval '1 second'`],
    ['sealed_at', `sealed_at - interval '1 second'`],
    ['previous', `sha256('x')`],
    ['seal', `sha256('x')`],
  ])('finds a seal with another %s', async (column, value) => {
    await chain.sql(
      `UPDATE access_register_seals SET ${column} = ${value} WHERE province_id = 2 AND seq = 2`,
    );
    expect(await chain.findings()).toContain('SEAL_ALTERED 2 2');
  });

  it('finds a seal that is gone from the middle, and one of another province put there', async () => {
    await chain.sql('DELETE FROM access_register_seals WHERE province_id = 2 AND seq = 1');
    expect(await chain.findings()).toContain('SEAL_MISSING 2 1');
    await chain.sql(`INSERT INTO access_register_seals SELECT (jsonb_populate_record(s, '{"province_id": 2}')).*
      FROM access_register_seals s WHERE province_id = 3`);
    expect(await chain.findings()).toContain('SEAL_ALTERED 2 1');
  });

  it('finds a chain that was cut off at its end by the head that was printed before', async () => {
    const heads = (await chain.verifier.verifyAll()).flatMap(({ head }) => head ?? []);
    expect(heads).toHaveLength(2);
    await chain.sql('DELETE FROM access_register_seals WHERE province_id = 2 AND seq = 2');
    await chain.sql('DELETE FROM access_register WHERE id = $1', [ids[2]]);
    expect(await chain.findings()).toEqual([]); // whole in itself
    const [{ findings }] = await chain.verifier.verifyAll(heads);
    expect(findings).toMatchObject([{ kind: 'HEAD_MISSING', provinceId: 2, seq: 2 }]);
  });

  it('a process that has seen the head notices by itself, and trusts again when it is back', async () => {
    const watch = chain.watch();
    await watch.seal();
    expect(watch.fault).toBeNull();
    const [row] = await chain.sql<{ row: object }>(
      'SELECT to_jsonb(s) AS row FROM access_register_seals s WHERE province_id = 2 AND seq = 2',
    );
    await chain.sql('DELETE FROM access_register_seals WHERE province_id = 2 AND seq = 2');
    await expect(watch.seal()).rejects.toThrow('HEAD_MISSING province 2 seal 2');
    expect(watch.fault).toContain('broken');
    await chain.sql(
      'INSERT INTO access_register_seals SELECT * FROM jsonb_populate_record(NULL::access_register_seals, $1)',
      [row.row],
    );
    await watch.seal();
    expect(watch.fault).toBeNull();
  });

  it('a database without the secret cannot make a seal that holds', async () => {
    const other = new RegisterVerifier(chain.own, new SealKey('t'.repeat(32)));
    expect((await other.verify(2)).findings.map(({ kind }) => kind)).toEqual([
      'SEAL_ALTERED',
      'SEAL_ALTERED',
    ]);
  });

  it('is late where rows of yesterday are not sealed', async () => {
    await chain.clear();
    await chain.rows(2, 60 * 25);
    expect(await chain.findings()).toEqual(['ROWS_UNSEALED 2 0']);
  });
});
