import 'reflect-metadata';
import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { encodeId } from '../../server/graphql/global-id';
import { useIdentityStage, type Process } from '../kit/identity-stage';

const stage = useIdentityStage();
const refused = { code: 'UNAUTHENTICATED' };

const authenticate = (header: string, at: Process = stage.here): Promise<Viewer | null> =>
  at.identity.authenticator.authenticate(header);

const serviceToken = async (
  maker: Viewer,
  capabilities: string[],
  { organisationId = maker.organisationId, days = 30 } = {},
): Promise<string> => {
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  const made = await stage.here.identity.serviceTokens.create(maker, {
    name: 'BI',
    organisationId,
    capabilities,
    expiresAt,
  });
  return made.secret;
};

describe('service tokens', () => {
  let admin: Viewer;
  beforeAll(async () => {
    admin = await stage.person('token.admin', '440000', [Role.ADMIN, Role.ANALYST]);
  });

  it('act for their organisation with their capabilities, and nothing else', async () => {
    const secret = await serviceToken(admin, ['boards:read', 'dossier:read'], { organisationId: 3 });
    expect(secret).toMatch(/^kam_[A-Za-z0-9_-]{43}$/);
    const viewer = await authenticate(`Bearer ${secret}`);
    expect(viewer).toMatchObject({
      kind: 'TOKEN',
      staffId: 0,
      organisationId: 3,
      roles: [],
      scope: { level: 2, provinceId: 2, cityId: 3, line: null },
    });
    expect([...viewer!.capabilities].sort()).toEqual(['boards:read', 'dossier:read']);
    expect(viewer!.tokenId).toEqual(expect.any(Number));
  });

  it('note their use at most once a minute', async () => {
    const header = `Bearer ${await serviceToken(admin, ['boards:read'])}`;
    const used = async () =>
      (
        await stage.admin<{ at: Date | null }>(
          'SELECT last_used_at AS at FROM service_tokens ORDER BY id DESC LIMIT 1',
        )
      )[0].at?.getTime();
    expect(await used()).toBeUndefined();
    await authenticate(header);
    const first = await used();
    expect(first).toEqual(expect.any(Number));
    await authenticate(header, await stage.newProcess());
    expect(await used()).toBe(first);
    await stage.admin(`UPDATE service_tokens SET last_used_at = last_used_at - interval '61 seconds'`);
    await authenticate(header, await stage.newProcess());
    expect(await used()).toBeGreaterThanOrEqual(first!);
  });

  it('are refused when unknown, over, revoked, or their maker is disabled; they shrink with their maker', async () => {
    const header = `Bearer ${await serviceToken(admin, ['boards:read', 'organisations:read'])}`;
    const asNew = async () => authenticate(header, await stage.newProcess());
    await expect(authenticate(`Bearer kam_${'A'.repeat(43)}`)).rejects.toMatchObject(refused);
    await expect(authenticate(`${header}A`)).rejects.toMatchObject(refused);

    await stage.admin(`UPDATE staff SET roles = '{ADMIN}' WHERE username = 'token.admin'`);
    expect([...(await asNew())!.capabilities]).toEqual(['organisations:read']);
    await stage.admin(`UPDATE staff SET disabled_at = now() WHERE username = 'token.admin'`);
    await expect(asNew()).rejects.toMatchObject(refused);
    await stage.admin(
      `UPDATE staff SET disabled_at = NULL, roles = '{ADMIN,ANALYST}' WHERE username = 'token.admin'`,
    );
    expect(await asNew()).not.toBeNull();

    await stage.admin(`UPDATE service_tokens SET expires_at = now()`);
    await expect(asNew()).rejects.toMatchObject(refused);
  });

  it('are never more than their maker, their scope or a year', async () => {
    const zj = await stage.person('zj.admin', '330000', [Role.ADMIN, Role.ANALYST]);
    const bureau = await stage.person('express.admin', '440003', [Role.ADMIN, Role.ANALYST]);
    const forbidden = { code: 'FORBIDDEN' };
    for (const capability of [
      'usage:import',
      'staff:manage',
      'tokens:manage',
      'dossier:request-access',
      'x:y',
    ])
      await expect(serviceToken(admin, ['boards:read', capability])).rejects.toMatchObject(forbidden);
    await expect(serviceToken(admin, [])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    for (const days of [366.5, 0, -1])
      await expect(serviceToken(admin, ['boards:read'], { days })).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    const absent = { code: 'NOT_FOUND' };
    for (const organisationId of [1, 7, 8, 9, 999])
      await expect(serviceToken(admin, ['boards:read'], { organisationId })).rejects.toMatchObject(absent);
    await expect(serviceToken(zj, ['boards:read'], { organisationId: 2 })).rejects.toMatchObject(absent);
    // A bureau's administrator stays inside the line.
    await expect(serviceToken(bureau, ['boards:read'], { organisationId: 3 })).rejects.toMatchObject(absent);
    const own = await serviceToken(bureau, ['boards:read'], { organisationId: 11 });
    expect((await authenticate(`Bearer ${own}`))!.scope).toMatchObject({
      level: 2,
      cityId: 3,
      line: 'EXPRESS',
    });
    // A token manages nothing, whatever it was made of.
    const asToken = (await authenticate(`Bearer ${own}`))!;
    const asAdmin = { ...asToken, capabilities: admin.capabilities };
    await expect(serviceToken(asAdmin, ['boards:read'])).rejects.toMatchObject(forbidden);
  });

  it('are listed and revoked inside one’s own scope and line only', async () => {
    const LIST = '{ serviceTokens(first: 100) { edges { node { id name organisationCode capabilities } } } }';
    const codes = async (username: string): Promise<string[]> => {
      const { data, errors } = await stage.ask<{
        serviceTokens: { edges: { node: { organisationCode: string } }[] };
      }>(LIST, { as: await stage.bearer(username) });
      expect(errors).toBeUndefined();
      const list = data!.serviceTokens.edges.map(({ node }) => node.organisationCode);
      return [...new Set(list)].sort();
    };
    expect(await codes('token.admin')).toEqual(['440000', '440100', '440104']);
    expect(await codes('zj.admin')).toEqual([]);
    expect(await codes('express.admin')).toEqual(['440104']);
    const city = await stage.person('gz.admin', '440100', [Role.ADMIN]);
    expect(await codes('gz.admin')).toEqual(['440100', '440104']);

    const [{ id }] = await stage.admin<{ id: number }>(
      'SELECT id::int FROM service_tokens WHERE organisation_id = 2 ORDER BY id LIMIT 1',
    );
    const { serviceTokens } = stage.here.identity;
    await expect(serviceTokens.revoke(city, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(serviceTokens.revoke(admin, id)).resolves.toMatchObject({ revoked_at: expect.any(Date) });
  });

  it('are made by a mutation that shows the secret, and told apart by viewer', async () => {
    const mutation = `mutation ($input: CreateServiceTokenInput!) { createServiceToken(input: $input) {
      token serviceToken { name organisationCode capabilities lastUsedAt revokedAt } userErrors { code field } } }`;
    const input = {
      name: 'BI',
      organisationId: encodeId('Organisation', 0, 2),
      capabilities: ['boards:read'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    };
    const as = await stage.bearer('token.admin');
    const { data } = await stage.ask<{ createServiceToken: { token: string } }>(mutation, {
      as,
      variables: { input },
    });
    expect(data!.createServiceToken).toMatchObject({
      serviceToken: { name: 'BI', organisationCode: '440000', lastUsedAt: null, revokedAt: null },
      userErrors: [],
    });
    const viewer = await stage.ask(
      '{ viewer { kind name staff { id } roles capabilities scope { level line organisationCode provinceCode } } }',
      { as: `Bearer ${data!.createServiceToken.token}` },
    );
    expect(viewer.data).toEqual({
      viewer: {
        kind: 'TOKEN',
        name: 'BI',
        staff: null,
        roles: [],
        capabilities: ['boards:read'],
        scope: { level: 'PROVINCE', line: null, organisationCode: '440000', provinceCode: '440000' },
      },
    });
    const bare = await stage.ask<{ createServiceToken: object }>(mutation, {
      as,
      variables: { input: { ...input, capabilities: ['usage:import'] } },
    });
    expect(bare.data!.createServiceToken).toEqual({
      token: null,
      serviceToken: null,
      userErrors: [{ code: 'FORBIDDEN', field: 'capabilities' }],
    });
  });
});
