import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableOwner } from '../../server/cli/table-owner';
import { verifyArchive } from '../../server/modules/dossier/register/archive-line';
import { RegisterAcceptance } from '../../server/modules/dossier/register/register-acceptance.service';
import { RegisterArchive, type Owner } from '../../server/modules/dossier/register/register-archive.service';
import { SealKey } from '../../server/modules/dossier/register/seal-key';
import { runKam } from '../kit/kam';
import { temporaryFolder } from '../kit/temporary-folder';
import { useChain } from './chain';

const chain = useChain();
const base = temporaryFolder();
const DAY = 24 * 60;
const HALF_A_YEAR = 6;
let folder: string;
let old: number[];
let young: number[];
beforeEach(async () => {
  await chain.clear();
  folder = join(base, String(Math.random()).slice(2));
  await mkdir(folder);
  old = await chain.rows(2, 400 * DAY, 399 * DAY, 300 * DAY);
  young = await chain.rows(2, 100 * DAY, 1);
  await chain.rows(3, 50 * DAY);
  // A seal for each row, as if each had been sealed when it was made.
  await chain.under({ mostRows: 0, graceSeconds: -60 }, () => chain.watch().seal());
  expect(await chain.findings()).toEqual([]);
});

const key = (): SealKey => new SealKey(chain.secret);
const owner = (): Owner => tableOwner(chain.database.adminUrl);
const archive = (by: Owner = owner(), months = HALF_A_YEAR) =>
  new RegisterArchive(chain.own, key()).archive(by, { folder, months, by: 'auditor' });
const left = async (): Promise<number[]> =>
  (await chain.sql<{ id: string }>('SELECT id FROM access_register WHERE province_id = 2 ORDER BY id')).map(
    ({ id }) => Number(id),
  );
async function* linesOf(file: string): AsyncGenerator<string> {
  yield* (await readFile(file, 'utf8')).split('\n');
}

it('moves whole seals that are old enough into a file; the rest and the chain stay whole', async () => {
  const [{ file, ...archived }, ...others] = await archive();
  expect(others).toEqual([]);
  expect(archived).toEqual({ provinceId: 2, firstSeq: 1, lastSeq: 3, rows: 3 });
  expect(await left()).toEqual(young);
  expect(await chain.findings()).toEqual([]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toHaveLength(1);
  expect(await verifyArchive(linesOf(file), key())).toEqual({ rows: 3, seals: 3, findings: [] });
  const ids = (await readFile(file, 'utf8')).split('\n').flatMap((line) => {
    const { row } = JSON.parse(line || '{}') as { row?: { id: number; staff_name: string } };
    return row ? [[row.id, row.staff_name]] : [];
  });
  expect(ids).toEqual(old.map((id) => [id, '王经理']));
  expect(await archive()).toEqual([]);
});

it('keeps at least half a year online', async () => {
  for (const months of [5, 0, -1, 6.5, NaN])
    await expect(archive(owner(), months)).rejects.toThrow('at least 6 months');
  expect(await left()).toHaveLength(5);
});

it('finds an edited line, a missing row and another seal in a file', async () => {
  const [{ file }] = await archive();
  const text = await readFile(file, 'utf8');
  const faults = async (change: string): Promise<string[]> => {
    await writeFile(file, change);
    return (await verifyArchive(linesOf(file), key())).findings.map(({ kind, rowId }) => `${kind} ${rowId}`);
  };
  expect(await faults(text)).toEqual([]);
  expect(await faults(text.replace('王经理', '李经理'))).toEqual([`ROW_EDITED ${old[0]}`]);
  expect(
    await faults(
      text
        .split('\n')
        .filter((line) => !line.includes(`"id":${old[1]},`))
        .join('\n'),
    ),
  ).toEqual([`ROW_DELETED ${old[1]}`]);
  expect(await faults(text.replace(/"sealedAt":"20../, '"sealedAt":"1999'))).toEqual(['SEAL_ALTERED null']);
});

it('does not excuse rows that are gone without its record, or under one that somebody else wrote', async () => {
  await archive();
  await chain.sql(`UPDATE access_register_records SET last_seq = 9`);
  expect(await chain.findings()).toEqual([
    ...old.map((id, at) => `ROW_DELETED 2 ${at + 1} ${id}`),
    expect.stringMatching(/^RECORD_ALTERED 2/),
  ]);
  await chain.sql('TRUNCATE access_register_records');
  expect(await chain.findings()).toHaveLength(3);
});

it('finishes what was killed between its file and its rows', async () => {
  const real = owner();
  let transactions = 0;
  const killed: Owner = {
    transaction: (work) => {
      if (++transactions > 2) throw new Error('killed');
      return real.transaction(work);
    },
  };
  await expect(archive(killed)).rejects.toThrow('killed');
  expect(await left()).toHaveLength(4); // the rows of one seal of three are removed
  expect(await chain.findings()).toEqual([]);
  expect(await archive()).toEqual([]);
  expect(await left()).toEqual(young);
});

it('archives nothing that was tampered with', async () => {
  await chain.sql(`UPDATE access_register SET staff_name = 'x' WHERE id = $1`, [old[2]]);
  await expect(archive()).rejects.toThrow(`ROW_EDITED province 2 seal 3 row ${old[2]}`);
  expect(await left()).toHaveLength(5);
});

it('works as an owner of the tables who is no superuser', async () => {
  await chain.sql(`CREATE ROLE kam_plain_owner; GRANT CREATE ON SCHEMA public TO kam_plain_owner`);
  const tables = ['access_register', 'access_register_seals', 'access_register_records'];
  try {
    for (const table of tables) await chain.sql(`ALTER TABLE ${table} OWNER TO kam_plain_owner`);
    const real = owner();
    const plain: Owner = {
      transaction: (work) =>
        real.transaction(async (session) => {
          await session.query('SET LOCAL ROLE kam_plain_owner');
          return work(session);
        }),
    };
    expect(await archive(plain)).toMatchObject([{ rows: 3 }]);
    expect(await left()).toEqual(young);
  } finally {
    for (const table of tables) await chain.sql(`ALTER TABLE ${table} OWNER TO CURRENT_USER`);
    await chain.sql('REVOKE CREATE ON SCHEMA public FROM kam_plain_owner; DROP ROLE kam_plain_owner');
  }
});

describe('acceptance', () => {
  it('lets confidential reading go on, and tells of what is changed again', async () => {
    const watch = chain.watch();
    await watch.seal();
    const edit = (name: string): Promise<unknown> =>
      chain.sql(`UPDATE access_register SET staff_name = $1 WHERE id = $2`, [name, young[1]]);
    await edit('x');
    await expect(watch.verify()).rejects.toThrow('ROW_EDITED');
    expect(watch.fault).not.toBeNull();
    const acceptance = new RegisterAcceptance(chain.verifier, key());
    expect(await acceptance.accept(owner(), { reason: '误操作', by: 'auditor' })).toHaveLength(1);
    await watch.seal();
    expect(watch.fault).toBeNull();
    expect((await chain.verifier.verify(2)).accepted).toHaveLength(1);
    await edit('y');
    expect(await chain.findings()).toEqual([expect.stringMatching(/^ROW_EDITED 2/)]);
    await chain.sql(`UPDATE access_register_records SET findings = ARRAY['x']`);
    await edit('x');
    expect(await chain.findings()).toEqual([
      expect.stringMatching(/^ROW_EDITED 2/),
      expect.stringMatching(/^RECORD_ALTERED 2/),
    ]);
  });
});

it('runs from the command line, under the name of somebody who exists', async () => {
  const kam = (...args: string[]): ReturnType<typeof runKam> =>
    runKam(args, {
      DATABASE_URL: chain.database.adminUrl,
      ENCRYPTION_SECRET: chain.secret,
      LOG_LEVEL: 'fatal',
    });
  const add = await kam(
    'user',
    'add',
    'first.auditor',
    '--name',
    '审计',
    '--organisation',
    '000000',
    '--role',
    'AUDITOR',
  );
  expect([await add.ended, add.stderr]).toEqual([0, '']);
  const nobody = await kam('archive-register', '--folder', folder, '--as', 'nobody');
  expect(await nobody.ended).toBe(1);
  const none = await kam('archive-register', '--folder', folder, '--as', 'first.auditor');
  expect([await none.ended, none.stdout]).toEqual([0, '没有可归档的登记 nothing is old enough\n']);
  const some = await kam('archive-register', '--folder', folder, '--as', 'first.auditor', '--months', '6');
  expect([await some.ended, some.stdout]).toEqual([0, expect.stringContaining('3 row(s)')]);
  const [file] = await readdir(folder);
  const whole = await kam('verify-register', '--archive', join(folder, file));
  expect([await whole.ended, whole.stdout]).toEqual([0, expect.stringContaining('登记簿完好')]);
  await chain.sql(`DELETE FROM access_register WHERE id = $1`, [young[0]]);
  expect(await (await kam('verify-register')).ended).toBe(1);
  const accepted = await kam('verify-register', '--accept', '已核实', '--as', 'first.auditor');
  expect([await accepted.ended, accepted.stdout]).toEqual([
    0,
    expect.stringContaining('accepted: ROW_DELETED'),
  ]);
}, 90_000);
