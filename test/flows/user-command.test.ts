import { seedReferenceData } from '../../server/db/seeds/seed-reference-data';
import { Database } from '../../server/db/database';
import { runKam } from '../kit/kam';
import { useServer } from '../kit/server';

// An installation without demo users begins with somebody that the command line adds.
const server = useServer(async ({ appUrl }) => {
  const database = await Database.open(appUrl, { poolSize: 2 });
  await seedReferenceData(database);
  await database.close();
});
const kam = (...args: string[]): ReturnType<typeof runKam> =>
  runKam(['user', 'add', ...args], { DATABASE_URL: server.database.adminUrl, LOG_LEVEL: 'fatal' });
const FIRST = ['first.admin', '--name', '首任管理员', '--organisation', '000000', '--role', 'ADMIN'];

it('adds an administrator who can sign in and goes on from there', async () => {
  const { ended, stdout } = await kam(...FIRST);
  expect(await ended).toBe(0);
  const [username, password] = stdout.trim().split(' ');
  const ask = await server.as(username, password);
  const { data } = await ask<{ viewer: object }>('{ viewer { name roles } }');
  expect(data?.viewer).toEqual({ name: '首任管理员', roles: ['ADMIN'] });
  const { data: created } = await ask<{ createStaff: { userErrors: object[] } }>(
    `mutation { createStaff(input: { username: "gd.first", name: "广东", roles: [DIRECTOR], password: "long-enough-9-words",
      organisationId: "${Buffer.from('Organisation:0:2').toString('base64url')}" }) { userErrors { code } } }`,
  );
  expect(created?.createStaff.userErrors).toEqual([]);
}, 60_000);

it('refuses a taken name, an unknown organisation and an unknown role, naming them', async () => {
  const taken = await kam(...FIRST);
  expect([await taken.ended, taken.stdout]).toEqual([1, '']);
  expect(taken.stderr).toContain('taken');
  const nowhere = await kam('b', '--name', 'b', '--organisation', '999999', '--role', 'ADMIN');
  expect(nowhere.stderr).toContain('999999');
  const king = await kam('b', '--name', 'b', '--organisation', '000000', '--role', 'KING');
  expect(king.stderr).toContain('KING');
}, 60_000);
