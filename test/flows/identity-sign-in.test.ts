import 'reflect-metadata';
import { verify } from '@node-rs/argon2';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { createLogin, hasDemoLogins, hashPassword } from '../../server/modules/identity/identity.module';
import { PASSWORD, useIdentityStage } from '../kit/identity-stage';

type Argon2 = typeof import('@node-rs/argon2');
// The real thing, counted.
jest.mock('@node-rs/argon2', () => {
  const real = jest.requireActual<Argon2>('@node-rs/argon2');
  return { ...real, verify: jest.fn(real.verify) };
});
const verified = jest.mocked(verify);

const SIGN_IN = `mutation SignIn($input: SignInInput!) { signIn(input: $input) {
  accessToken refreshToken expiresAt staff { id name roles isActive username } clientMutationId
  userErrors { code field message retryAfterSeconds } } }`;

interface Payload {
  accessToken: string | null;
  refreshToken: string | null;
  expiresAt: Date;
  staff: { name: string; username: string | null } | null;
  userErrors: { code: string; retryAfterSeconds: number | null }[];
}

const stage = useIdentityStage();

const attempt = async (username: string, password: string, address?: string): Promise<Payload> => {
  const variables = { input: { username, password, clientMutationId: 'mine' } };
  const { data, errors } = await stage.ask<{ signIn: Payload }>(SIGN_IN, { variables, address });
  expect(errors).toBeUndefined();
  return data!.signIn;
};

const REFUSED = {
  accessToken: null,
  refreshToken: null,
  expiresAt: null,
  staff: null,
  clientMutationId: 'mine',
  userErrors: [
    {
      code: 'INVALID_CREDENTIALS',
      field: null,
      message: 'Wrong user name or password',
      retryAfterSeconds: null,
    },
  ],
};

beforeAll(async () => {
  for (const name of ['gd.director', 'gone', 'outside', 'victim', 'crowd'])
    await stage.person(name, '440000');
  await stage.admin(`UPDATE staff SET disabled_at = now() WHERE username = 'gone'`);
  await stage.admin(`UPDATE logins SET password_hash = NULL WHERE username = 'outside'`);
});
beforeEach(() => verified.mockClear());

describe('signing in', () => {
  it('answers tokens, their end and the person', async () => {
    const payload = await attempt(' GD.Director ', PASSWORD);
    expect(payload).toMatchObject({
      staff: { name: '员工 gd.director' },
      clientMutationId: 'mine',
      userErrors: [],
    });
    // Who reads the payload is nobody yet, and login names are for holders of staff:read.
    expect(payload.staff?.username).toBeNull();
    const minutes = (new Date(payload.expiresAt).getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(9.8);
    expect(minutes).toBeLessThanOrEqual(10);
    const viewer = await stage.here.identity.authenticator.authenticate(`Bearer ${payload.accessToken}`);
    expect(viewer).toMatchObject({ kind: 'STAFF', scope: { level: 1, provinceId: 2 } });
  });

  it.each([
    ['a wrong password', 'gd.director', 'wrong password'],
    ['a wrong case', 'gd.director', PASSWORD.toUpperCase()],
    ['an unknown name', 'nobody.here', PASSWORD],
    ['what cannot be a name', '\u0000 or 1=1', PASSWORD],
    ['an empty name', '', ''],
    ['a disabled person', 'gone', PASSWORD],
    ['a person without a password', 'outside', PASSWORD],
    ['a very long password', 'gd.director', 'x'.repeat(200_000)],
  ])('refuses %s with the same answer and the same work', async (_case, username, password) => {
    expect(await attempt(username, password)).toEqual(REFUSED);
    expect(verified).toHaveBeenCalledTimes(1);
    const [hash] = verified.mock.calls[0];
    expect(String(hash).split('$').slice(1, 4)).toEqual(['argon2id', 'v=19', 'm=19456,t=2,p=1']);
  });

  it('keeps neither passwords nor tokens, in no table and no log line', async () => {
    const payload = await attempt('gd.director', PASSWORD);
    await attempt('gd.director', 'a wrong secret');
    const tables = ['staff', 'logins', 'sessions', 'refresh_tokens', 'service_tokens', 'sign_in_limits'];
    const rows = await Promise.all(tables.map((table) => stage.admin(`SELECT t::text FROM ${table} t`)));
    const kept = JSON.stringify(rows) + stage.log.join('');
    expect(kept).toContain('gd.director'); // the search does see something
    expect(stage.log.join('')).toContain('sign-in refused');
    for (const secret of [PASSWORD, 'a wrong secret', payload.accessToken!, payload.refreshToken!])
      expect(kept).not.toContain(secret);
  });

  it('tells the production check of demo logins that still open', async () => {
    const ask = () => stage.here.database.transaction(SYSTEM_SCOPE, hasDemoLogins);
    expect(await ask()).toBe(false);
    await stage.admin(`UPDATE logins SET is_demo = true WHERE username IN ('gone', 'outside')`);
    expect(await ask()).toBe(false); // disabled, and without a password
    await stage.admin(`UPDATE logins SET is_demo = true WHERE username = 'gd.director'`);
    expect(await ask()).toBe(true);
  });

  it('does not add a login under a taken name', async () => {
    const passwordHash = await hashPassword(PASSWORD);
    const add = stage.here.database.transaction(SYSTEM_SCOPE, (session) =>
      createLogin(session, { username: 'gone', provinceId: 2, staffId: 999, passwordHash }),
    );
    expect(await add).toBe(false);
  });
});

describe('guessing', () => {
  it('is stopped after five failures of a name from an address, known or not, and told alike', async () => {
    for (const name of ['victim', 'no.such.name']) {
      const address = name === 'victim' ? '192.0.2.2' : '192.0.2.3';
      for (let i = 0; i < 5; i++)
        expect((await attempt(name, `guess ${i}`, address)).userErrors[0].code).toBe('INVALID_CREDENTIALS');
      verified.mockClear();
      const stopped = await attempt(name, PASSWORD, address); // even the right one
      expect(verified).not.toHaveBeenCalled();
      const { code, retryAfterSeconds } = stopped.userErrors[0];
      expect(code).toBe('RATE_LIMITED');
      expect(retryAfterSeconds).toBeGreaterThan(880);
      expect(retryAfterSeconds).toBeLessThanOrEqual(900);
    }
    // The person from elsewhere still gets in.
    expect((await attempt('victim', PASSWORD, '192.0.2.99')).userErrors).toEqual([]);
  });

  it('is stopped for a name after twenty failures from any address, in every process', async () => {
    const other = await stage.newProcess();
    for (let i = 0; i < 20; i++) {
      const at = i % 2 ? other : stage.here;
      const guess = at.identity.sessions.signIn('no.such.name2', `guess ${i}`, `198.51.100.${i}`);
      await expect(guess).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    }
    const next = other.identity.sessions.signIn('no.such.name2', 'guess', '198.51.100.77');
    await expect(next).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      options: { params: { retryAfterSeconds: expect.any(Number) } },
    });
  });

  it('is stopped for an address after a hundred failures in an hour, a whole IPv6 customer being one', async () => {
    verified.mockResolvedValue(false); // a hundred real ones take seconds
    const guess = (i: number) =>
      stage.here.identity.sessions.signIn(`name${i}`, 'guess', `2001:db8:1:2::${(i + 1).toString(16)}`);
    for (let i = 0; i < 100; i++)
      await expect(guess(i)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await expect(guess(100)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    verified.mockImplementation(jest.requireActual<Argon2>('@node-rs/argon2').verify);
    const neighbour = stage.here.identity.sessions.signIn('crowd', PASSWORD, '2001:db8:1:3::1');
    await expect(neighbour).resolves.toMatchObject({ refreshToken: expect.any(String) });
  });

  it('counts guesses made at once', async () => {
    const guesses = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        stage.here.identity.sessions.signIn('crowd', `guess ${i}`, '203.0.113.5'),
      ),
    );
    const codes = guesses.map((guess) => guess.status === 'rejected' && guess.reason.code);
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(7);
  });

  it('is not what many right sign-ins at once look like', async () => {
    const signIns = Array.from({ length: 12 }, () =>
      stage.here.identity.sessions.signIn('crowd', PASSWORD, '203.0.113.6'),
    );
    expect(new Set((await Promise.all(signIns)).map(({ refreshToken }) => refreshToken)).size).toBe(12);
  });

  it('of the present password is counted when changing it', async () => {
    const as = await stage.bearer('victim');
    const mutation = `mutation ($input: ChangePasswordInput!) {
      changePassword(input: $input) { userErrors { code field } } }`;
    const codes: string[] = [];
    for (let i = 0; i < 6; i++) {
      const input = { currentPassword: `guess ${i}`, newPassword: 'a longer secret' };
      const options = { as, address: '192.0.2.55', variables: { input } };
      const { data } = await stage.ask<{ changePassword: Payload }>(mutation, options);
      codes.push(data!.changePassword.userErrors[0].code);
    }
    expect(codes).toEqual([...Array<string>(5).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED']);
  });
});
