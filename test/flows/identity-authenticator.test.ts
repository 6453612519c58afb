import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecretKey } from 'node:crypto';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { PASSWORD, SECRET, useIdentityStage, type Process } from '../kit/identity-stage';

const stage = useIdentityStage();
const refused = { code: 'UNAUTHENTICATED' };

const authenticate = (header: string | undefined, at: Process = stage.here): Promise<Viewer | null> =>
  at.identity.authenticator.authenticate(header);

beforeAll(async () => {
  await stage.person('gd.director', '440000');
  await stage.person('zj.director', '330000');
});

describe('access tokens', () => {
  const key = createSecretKey(Buffer.from(SECRET));
  let good: ReturnType<typeof decodeJwt>;

  const signed = (
    change: Record<string, unknown> = {},
    { alg = 'HS256', typ = 'at+jwt', secret = key } = {},
  ): Promise<string> => new SignJWT({ ...good, ...change }).setProtectedHeader({ alg, typ }).sign(secret);

  beforeAll(async () => {
    good = decodeJwt((await stage.bearer('gd.director')).slice('Bearer '.length));
  });

  it('let the person in, whatever the case of the scheme', async () => {
    expect(await authenticate(`bearer ${await signed()}`)).toMatchObject({ name: '员工 gd.director' });
    expect(await authenticate(undefined)).toBeNull();
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Bearer ..', 'Bearer kam_', 'Bearer \u0000'])(
    'refuse the header %j',
    async (header) => {
      await expect(authenticate(header)).rejects.toMatchObject(refused);
    },
  );

  it('are refused with another algorithm, secret, type, audience or issuer, or when over', async () => {
    const now = Math.floor(Date.now() / 1000);
    const forged = [
      new UnsecuredJWT(good).encode(),
      await signed({}, { secret: createSecretKey(Buffer.from('another-secret-of-32-characters!')) }),
      await signed({}, { alg: 'HS512' }),
      await signed({}, { typ: 'JWT' }),
      await signed({ aud: 'somebody else' }),
      await signed({ iss: 'somebody else' }),
      await signed({ exp: now - 1 }),
      await signed({ exp: undefined }),
      await signed({ sid: undefined }),
      await signed({ sid: 'x' }),
      await signed({ sub: undefined }),
      await signed({ sub: '2.x' }),
    ];
    for (const token of forged) await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject(refused);
    expect(await authenticate(`Bearer ${await signed()}`)).not.toBeNull(); // the forge makes good ones too
  });

  it('are refused when a character is changed, or the session or person in them is another', async () => {
    const [header, payload, signature] = (await signed()).split('.');
    const other = decodeJwt((await stage.bearer('zj.director')).slice('Bearer '.length));
    const tampered = Buffer.from(JSON.stringify({ ...good, sid: other.sid })).toString('base64url');
    for (const token of [
      `${header}.${tampered}.${signature}`,
      `${header}.${payload}.${signature.replace(/./, (c) => (c === 'A' ? 'B' : 'A'))}`,
      `${header}.${payload}.`,
      await signed({ sid: other.sid }), // well signed, but that session is somebody else's
      await signed({ sub: other.sub }),
      await signed({ sid: '00000000-0000-4000-8000-000000000000' }),
    ])
      await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject(refused);
  });
});

describe('what is taken away in another process', () => {
  it('works here within five seconds: session, person, roles, token', async () => {
    const other = await stage.newProcess();
    const admin = await stage.person('gd.admin', '440000', [Role.ADMIN, Role.ANALYST]);
    const leaver = await stage.person('leaver', '440100');
    const mover = await stage.person('mover', '440100', [Role.DIRECTOR]);
    const made = await stage.here.identity.serviceTokens.create(admin, {
      name: 'BI',
      organisationId: admin.organisationId,
      capabilities: ['boards:read'],
      expiresAt: new Date(Date.now() + 86_400_000),
    });
    const headers = {
      session: await stage.bearer('gd.director'),
      person: await stage.bearer('leaver'),
      roles: await stage.bearer('mover'),
      token: `Bearer ${made.secret}`,
    };
    for (const header of Object.values(headers)) expect(await authenticate(header)).not.toBeNull();

    const started = performance.now();
    const director = await authenticate(headers.session, other);
    await other.identity.sessions.signOut(director!, false);
    await other.identity.staff.disable(admin, { provinceId: 2, staffId: leaver.staffId });
    await other.identity.staff.update(
      admin,
      { provinceId: 2, staffId: mover.staffId },
      { roles: [Role.CALL_AGENT] },
    );
    const tokenId = (await authenticate(headers.token, other))!.tokenId!;
    await other.identity.serviceTokens.revoke(admin, tokenId);
    expect(await authenticate(headers.session)).not.toBeNull(); // still remembered here: the wait is needed

    const isGone = async (): Promise<boolean> => {
      const [session, person, roles, token] = await Promise.all(
        Object.values(headers).map((header) => authenticate(header).catch(() => null)),
      );
      return !session && !person && !token && roles!.roles.join() === 'CALL_AGENT';
    };
    while (!(await isGone())) {
      expect(performance.now() - started).toBeLessThan(5_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(performance.now() - started).toBeGreaterThan(1_000); // canary: the cache was at work
  }, 15_000);

  it('simultaneous requests of one person ask the database once', async () => {
    const header = await stage.bearer('zj.director');
    const fresh = await stage.newProcess();
    const transaction = jest.spyOn(fresh.database, 'transaction');
    const viewers = await Promise.all(Array.from({ length: 20 }, () => authenticate(header, fresh)));
    expect(new Set(viewers).size).toBe(1);
    expect(transaction).toHaveBeenCalledTimes(1);
  });
});

describe('an outside issuer', () => {
  const issuer = 'https://login.post.example';
  const audience = 'key-accounts';
  let server: Server;
  let here: Process;
  let privateKey: CryptoKey;
  let isUp = true;

  const token = (
    claims: Record<string, unknown> = {},
    {
      alg = 'RS256',
      kid = 'k1',
      signer = privateKey,
    }: { alg?: string; kid?: string; signer?: CryptoKey | Uint8Array } = {},
  ): Promise<string> =>
    new SignJWT({ iss: issuer, aud: audience, sub: 'u-17', ...claims })
      .setProtectedHeader({ alg, kid })
      .setExpirationTime('exp' in claims ? (claims.exp as number) : '5m')
      .sign(signer);

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    privateKey = pair.privateKey;
    const keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
    server = createServer((_request, response) =>
      isUp ? response.end(JSON.stringify(keys)) : response.writeHead(503).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const env = {
      OIDC_ISSUER: issuer,
      OIDC_AUDIENCE: audience,
      OIDC_JWKS_URL: `http://127.0.0.1:${port}/keys`,
    };
    here = await stage.newProcess(env);
    await stage.person('sso.user', '440100');
    await stage.admin(`UPDATE logins SET external_subject = $1 WHERE username = 'sso.user'`, [
      `${issuer}|u-17`,
    ]);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('lets in whom its subject stands for', async () => {
    const viewer = await authenticate(`Bearer ${await token()}`, here);
    expect(viewer).toMatchObject({ kind: 'STAFF', name: '员工 sso.user', scope: { level: 2, cityId: 3 } });
    await expect(here.identity.sessions.signOut(viewer!, false)).rejects.toMatchObject({
      code: 'INVALID_STATE',
    });
    // Our own tokens still work beside it.
    const own = await here.identity.sessions.signIn('sso.user', PASSWORD, '10.3.3.3');
    expect(await authenticate(`Bearer ${own.accessToken}`, here)).not.toBeNull();
  });

  it('is not believed by a process that does not know it', async () => {
    await expect(authenticate(`Bearer ${await token()}`)).rejects.toMatchObject(refused);
  });

  it('lets nobody else in', async () => {
    const stranger = await generateKeyPair('RS256');
    const publicAsSecret = new TextEncoder().encode('the public key, as it is published');
    const forged = [
      await token({ sub: 'u-18' }),
      await token({ aud: 'another service' }),
      await token({ iss: 'https://elsewhere.example' }),
      await token({ exp: 1_000_000_000 }),
      await token({ sub: undefined }),
      await token({}, { signer: stranger.privateKey }),
      await token({}, { kid: 'k2' }),
      await token({}, { alg: 'HS256', signer: publicAsSecret }),
      new UnsecuredJWT({ iss: issuer, aud: audience, sub: 'u-17', exp: 4_000_000_000 }).encode(),
    ];
    for (const each of forged)
      await expect(authenticate(`Bearer ${each}`, here)).rejects.toMatchObject(refused);
    await stage.admin(`UPDATE staff SET disabled_at = now() WHERE username = 'sso.user'`);
    const later = await stage.newProcess({
      OIDC_ISSUER: issuer,
      OIDC_AUDIENCE: audience,
      OIDC_JWKS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    });
    await expect(authenticate(`Bearer ${await token()}`, later)).rejects.toMatchObject(refused);
  });

  it('that cannot be reached is our fault, not the caller’s', async () => {
    isUp = false;
    const { port } = server.address() as AddressInfo;
    const fresh = await stage.newProcess({
      OIDC_ISSUER: issuer,
      OIDC_AUDIENCE: audience,
      OIDC_JWKS_URL: `http://127.0.0.1:${port}/keys`,
    });
    const asking = authenticate(`Bearer ${await token()}`, fresh);
    await expect(asking).rejects.not.toMatchObject(refused);
    await expect(asking).rejects.toThrow(/JSON Web Key Set/);
  });
});
