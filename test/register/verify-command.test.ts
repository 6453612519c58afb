import { join } from 'node:path';
import { runKam } from '../kit/kam';
import { temporaryFolder } from '../kit/temporary-folder';
import { useChain } from './chain';

const chain = useChain();
const folder = temporaryFolder();
const kam = (...args: string[]): ReturnType<typeof runKam> =>
  runKam(['verify-register', ...args], {
    DATABASE_URL: chain.database.adminUrl,
    ENCRYPTION_SECRET: chain.secret,
    LOG_LEVEL: 'fatal',
  });

it('prints the heads of a whole register, keeps them, and fails where a row is not as it was sealed', async () => {
  const [first] = await chain.rows(2, 30, 20);
  await chain.watch().seal();
  const heads = join(folder, 'heads.json');
  const whole = await kam('--heads', heads);
  expect([await whole.ended, whole.stderr]).toEqual([0, '']);
  const [{ head }] = await chain.verifier.verifyAll();
  expect(whole.stdout).toContain('440000: 2 row(s) sealed, 0 not yet; seal 1 until ');
  expect(whole.stdout).toContain(head?.seal);
  expect(whole.stdout).toContain('登记簿完好');

  await chain.sql(`UPDATE access_register SET staff_name = '别人' WHERE id = $1`, [first]);
  const edited = await kam();
  expect(await edited.ended).toBe(1);
  expect(edited.stdout).toContain(`ROW_EDITED province 2 seal 1 row ${first} `);
  expect(edited.stderr).toContain('1 finding');

  // A whole new history, sealed by somebody who has the secret: only the head that was kept tells.
  await chain.clear();
  await chain.rows(2, 30);
  await chain.watch().seal();
  expect(await (await kam()).ended).toBe(0);
  const cut = await kam('--heads', heads);
  expect(await cut.ended).toBe(1);
  expect(cut.stdout).toContain('HEAD_MISSING province 2 seal 1');
}, 60_000);
