import 'reflect-metadata';
import type { SignedInSession } from '../../server/modules/identity/session.entity';
import { PASSWORD, useIdentityStage } from '../kit/identity-stage';

const stage = useIdentityStage();

const sessions = () => stage.here.identity.sessions;
const signIn = (): Promise<SignedInSession> => sessions().signIn('gd.director', PASSWORD, '10.1.1.1');
const isLet = (accessToken: string): Promise<boolean> =>
  stage.here.identity.authenticator.authenticate(`Bearer ${accessToken}`).then(Boolean, () => false);
const ended = { code: 'UNAUTHENTICATED' };

beforeAll(() => stage.person('gd.director', '440000'));

describe('refreshing a session', () => {
  it('gives a new pair each time, and the old refresh token is spent', async () => {
    const first = await signIn();
    const second = await sessions().refresh(first.refreshToken);
    const third = await sessions().refresh(second.refreshToken);
    expect(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3);
    expect(third.staff.username).toBe('gd.director');
    expect(await isLet(third.accessToken)).toBe(true);
  });

  it('ends the whole family when a spent token is used again', async () => {
    const first = await signIn();
    const bystander = await signIn();
    const second = await sessions().refresh(first.refreshToken);
    expect(await isLet(second.accessToken)).toBe(true);
    await expect(sessions().refresh(first.refreshToken)).rejects.toMatchObject(ended);
    await expect(sessions().refresh(second.refreshToken)).rejects.toMatchObject(ended);
    expect(await isLet(second.accessToken)).toBe(false);
    expect(await isLet(first.accessToken)).toBe(false);
    // Another session of the same person goes on.
    await expect(sessions().refresh(bystander.refreshToken)).resolves.toMatchObject({});
    const reasons = await stage.admin<{ revoked_because: string }>(
      'SELECT revoked_because FROM sessions WHERE revoked_at IS NOT NULL',
    );
    expect(reasons).toEqual([{ revoked_because: 'REUSE' }]);
  });

  it('leaves at most one valid pair when a token is used twice at once, in two processes', async () => {
    const other = await stage.newProcess();
    for (let round = 0; round < 5; round++) {
      const { refreshToken } = await signIn();
      const uses = await Promise.allSettled([
        sessions().refresh(refreshToken),
        other.identity.sessions.refresh(refreshToken),
        sessions().refresh(refreshToken),
      ]);
      const pairs = uses.flatMap((use) => (use.status === 'fulfilled' ? [use.value] : []));
      expect(pairs).toHaveLength(1);
      // A double use is a reuse, so even that one is void.
      expect(await isLet(pairs[0].accessToken)).toBe(false);
      await expect(sessions().refresh(pairs[0].refreshToken)).rejects.toMatchObject(ended);
    }
  });

  it('refuses what is no refresh token, over, or of a person now disabled', async () => {
    for (const wrong of ['', 'x', 'A'.repeat(43), '\u0000', 'A'.repeat(9_000)])
      await expect(sessions().refresh(wrong)).rejects.toMatchObject(ended);
    const { refreshToken } = await signIn();
    await stage.admin(`UPDATE refresh_tokens SET expires_at = now() WHERE used_at IS NULL`);
    await expect(sessions().refresh(refreshToken)).rejects.toMatchObject(ended);

    const later = await signIn();
    await stage.admin(`UPDATE sessions SET expires_at = now()`);
    await expect(sessions().refresh(later.refreshToken)).rejects.toMatchObject(ended);

    const last = await signIn();
    await stage.admin(`UPDATE staff SET disabled_at = now()`);
    await expect(sessions().refresh(last.refreshToken)).rejects.toMatchObject(ended);
    await stage.admin(`UPDATE staff SET disabled_at = NULL`);
    await expect(sessions().refresh(last.refreshToken)).resolves.toMatchObject({}); // it was not spent
  });

  it('lasts twelve hours idle, and seven days in all', async () => {
    const { refreshToken } = await signIn();
    const [life] = await stage.admin<{ idle: number; days: number }>(
      `SELECT extract(epoch FROM t.expires_at - t.issued_at)::int / 3600 AS idle,
         extract(epoch FROM x.expires_at - x.created_at)::int / 86400 AS days
       FROM refresh_tokens t JOIN sessions x ON x.id = t.session_id ORDER BY t.issued_at DESC LIMIT 1`,
    );
    expect(life).toEqual({ idle: 12, days: 7 });
    await stage.admin(`UPDATE sessions SET expires_at = now() + interval '1 hour' WHERE revoked_at IS NULL`);
    await sessions().refresh(refreshToken);
    const [{ beyond }] = await stage.admin<{ beyond: boolean }>(
      `SELECT t.expires_at > x.expires_at AS beyond
       FROM refresh_tokens t JOIN sessions x ON x.id = t.session_id ORDER BY t.issued_at DESC LIMIT 1`,
    );
    expect(beyond).toBe(false);
  });

  it('is a mutation that needs no access token and refuses in the payload', async () => {
    const { refreshToken } = await signIn();
    const mutation = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) {
      accessToken refreshToken expiresAt staff { name } clientMutationId userErrors { code field } } }`;
    const ask = async () => {
      const variables = { input: { refreshToken, clientMutationId: 'mine' } };
      return (await stage.ask<{ refreshSession: object }>(mutation, { variables })).data!.refreshSession;
    };
    expect(await ask()).toMatchObject({
      accessToken: expect.any(String),
      staff: { name: '员工 gd.director' },
      clientMutationId: 'mine',
      userErrors: [],
    });
    expect(await ask()).toEqual({
      accessToken: null,
      refreshToken: null,
      expiresAt: null,
      staff: null,
      clientMutationId: 'mine',
      userErrors: [{ code: 'UNAUTHENTICATED', field: 'refreshToken' }],
    });
  });
});

describe('signing out', () => {
  const out = async (field: string, as: string) => {
    const { data } = await stage.ask<Record<string, { userErrors: object[] }>>(
      `mutation { ${field} { userErrors { code } } }`,
      { as },
    );
    return data![field].userErrors;
  };

  it('ends the one session, access and refresh alike, at once in this process', async () => {
    const [one, two] = [await signIn(), await signIn()];
    expect(await out('signOut', `Bearer ${one.accessToken}`)).toEqual([]);
    expect(await isLet(one.accessToken)).toBe(false);
    await expect(sessions().refresh(one.refreshToken)).rejects.toMatchObject(ended);
    expect(await isLet(two.accessToken)).toBe(true);
  });

  it('everywhere ends all of them', async () => {
    const [one, two] = [await signIn(), await signIn()];
    expect(await out('signOutEverywhere', `Bearer ${one.accessToken}`)).toEqual([]);
    expect([await isLet(one.accessToken), await isLet(two.accessToken)]).toEqual([false, false]);
  });

  it('is refused to nobody', async () => {
    const { errors } = await stage.ask('mutation { signOut { userErrors { code } } }');
    expect(errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('changing one’s password', () => {
  const change = async (as: string, currentPassword: string, newPassword: string) => {
    const { data } = await stage.ask<{ changePassword: { userErrors: { code: string; field: string }[] } }>(
      `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { code field } } }`,
      { as, variables: { input: { currentPassword, newPassword } } },
    );
    return data!.changePassword.userErrors;
  };

  it('ends the other sessions and keeps this one', async () => {
    await stage.person('changer', '440100');
    const signInAs = (password: string) => sessions().signIn('changer', password, '10.2.2.2');
    const [mine, other] = [await signInAs(PASSWORD), await signInAs(PASSWORD)];
    const as = `Bearer ${mine.accessToken}`;
    expect(await change(as, PASSWORD, 'short')).toEqual([{ code: 'WEAK_PASSWORD', field: 'newPassword' }]);
    expect(await change(as, PASSWORD, 'my-changer-secret')).toEqual([
      { code: 'WEAK_PASSWORD', field: 'newPassword' },
    ]);
    expect(await change(as, 'wrong', 'a longer secret')).toEqual([
      { code: 'INVALID_CREDENTIALS', field: 'currentPassword' },
    ]);
    expect(await change(as, PASSWORD, 'a longer secret')).toEqual([]);
    expect([await isLet(mine.accessToken), await isLet(other.accessToken)]).toEqual([true, false]);
    await expect(signInAs(PASSWORD)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await expect(signInAs('a longer secret')).resolves.toMatchObject({});
  });
});
