import 'reflect-metadata';
import type { ExecutionResult } from 'graphql';
import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import type { Scope } from '../../server/db/scope';
import { encodeId } from '../../server/graphql/global-id';
import { PASSWORD, PLACES, useIdentityStage } from '../kit/identity-stage';

const stage = useIdentityStage();
const staff = () => stage.here.identity.staff;
const absent = { code: 'NOT_FOUND' };

const keyOf = ({ staffProvinceId, staffId }: Viewer) => ({ provinceId: staffProvinceId, staffId });
let made = 0;
const someone = (organisationId: number, roles = [Role.MARKETER]) => ({
  username: `made.${++made}`,
  name: '新员工',
  roles,
  organisationId,
  password: 'a longer secret',
});

const people: Record<string, Viewer> = {};
beforeAll(async () => {
  const admins: [string, string][] = [
    ['nation.admin', '000000'],
    ['gd.admin', '440000'],
    ['gz.admin', '440100'],
    ['county.admin', '440103'],
    ['zj.admin', '330000'],
    ['express.admin', '000003'],
    ['gd.express.admin', '440003'],
  ];
  for (const [name, code] of admins) people[name] = await stage.person(name, code, [Role.ADMIN]);
  for (const code of Object.keys(PLACES)) people[code] = await stage.person(`in.${code}`, code);
});

describe('the scope of a viewer', () => {
  const scope = (
    level: number,
    provinceId = 0,
    cityId = 0,
    unitIds: number[] = [],
    line: string | null = null,
  ) => ({ level, provinceId, cityId, unitIds, line }) as Scope;

  it.each([
    ['the nation', '000000', scope(0)],
    ['a province', '440000', scope(1, 2)],
    ['a city', '440100', scope(2, 2, 3)],
    ['a county and its units', '440103', scope(3, 2, 3, [4, 5])],
    ['a unit', '440181', scope(3, 2, 3, [5])],
    ['a bureau of the nation', '000003', scope(0, 0, 0, [], 'EXPRESS')],
    ['a bureau of a province', '440003', scope(1, 2, 0, [], 'EXPRESS')],
    ['a bureau of a city', '440104', scope(2, 2, 3, [], 'EXPRESS')],
  ])('is %s', (_name, code, expected) => expect(people[code].scope).toEqual(expected));

  it('follows the tree of the day, and ends with the organisation', async () => {
    await stage.admin(`UPDATE organisation_versions SET valid_to = '2021-01-01' WHERE organisation_id = 5`);
    await stage.admin(
      `INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
       VALUES (5, '2021-01-01', 6, '迁至深圳')`,
    );
    expect((await stage.here.identity.viewerOf('in.440181')).scope).toEqual(scope(3, 2, 6, [5]));
    await stage.admin(
      `UPDATE organisation_versions SET valid_to = '2022-01-01' WHERE organisation_id = 5 AND valid_to IS NULL`,
    );
    await expect(stage.here.identity.viewerOf('in.440181')).rejects.toMatchObject(absent);
    await stage.admin(
      `DELETE FROM organisation_versions WHERE organisation_id = 5 AND valid_from > '2020-01-01'`,
    );
    await stage.admin(`UPDATE organisation_versions SET valid_to = NULL WHERE organisation_id = 5`);
    expect((await stage.here.identity.viewerOf('in.440181')).scope).toEqual(scope(3, 2, 3, [5]));
  });

  it('is told by viewer with codes, and viewer is null for nobody', async () => {
    const VIEWER = `{ viewer { kind name staff { name username roles isActive } roles capabilities
      scope { level line organisationCode provinceCode cityCode unitCodes } } }`;
    expect((await stage.ask(VIEWER)).data).toEqual({ viewer: null });
    const { data } = await stage.ask<{ viewer: { capabilities: string[] } }>(VIEWER, {
      as: await stage.bearer('in.440103'),
    });
    expect(data!.viewer).toMatchObject({
      kind: 'STAFF',
      name: '员工 in.440103',
      staff: { name: '员工 in.440103', username: 'in.440103', roles: ['DIRECTOR'], isActive: true },
      roles: ['DIRECTOR'],
      scope: {
        level: 'UNIT',
        line: null,
        organisationCode: '440103',
        provinceCode: '440000',
        cityCode: '440100',
        unitCodes: ['440103', '440181'],
      },
    });
    expect(data!.viewer.capabilities).toContain('boards:read');
    expect(data!.viewer.capabilities).not.toContain('staff:manage');
    const bureau = await stage.ask<{ viewer: object }>(VIEWER, { as: await stage.bearer('in.000003') });
    expect(bureau.data!.viewer).toMatchObject({
      scope: { level: 'NATION', line: 'EXPRESS', provinceCode: null },
    });
  });
});

describe('adding staff', () => {
  it.each([
    ['nation.admin', Object.keys(PLACES)],
    ['gd.admin', ['440000', '440100', '440103', '440181', '440300', '440003', '440104', '440182']],
    ['gz.admin', ['440100', '440103', '440181', '440104', '440182']],
    ['county.admin', ['440103', '440181']],
    ['zj.admin', ['330000', '330100']],
    ['express.admin', ['000003', '440003', '440104']],
    ['gd.express.admin', ['440003', '440104']],
  ])('%s adds inside their own scope and line only', async (admin, reachable) => {
    const reached: string[] = [];
    for (const [code, [id, province, city, unit]] of Object.entries(PLACES)) {
      const person = someone(id);
      try {
        const row = await staff().create(people[admin], person);
        const [{ place }] = await stage.admin<{ place: number[] }>(
          'SELECT ARRAY[province_id, city_id, unit_id] AS place FROM staff WHERE id = $1',
          [row.id],
        );
        expect(place).toEqual([province, city, unit]);
        reached.push(code);
      } catch (error) {
        expect(error).toMatchObject(absent);
        // A refusal leaves nothing behind.
        expect(await stage.admin('SELECT FROM logins WHERE username = $1', [person.username])).toEqual([]);
      }
    }
    expect(reached.sort()).toEqual([...reachable].sort());
  });

  it('refuses a taken, odd or weakly guarded name, and keeps nothing of it', async () => {
    const admin = people['gd.admin'];
    const count = async () => (await stage.admin<{ n: number }>('SELECT count(*)::int AS n FROM staff'))[0].n;
    const before = await count();
    const tries: [object, string][] = [
      [{ username: 'IN.330000' }, 'USERNAME_TAKEN'], // of another province; names are the nation's
      [{ username: '-x' }, 'BAD_USER_INPUT'],
      [{ username: '员工' }, 'BAD_USER_INPUT'],
      [{ name: ' ' }, 'BAD_USER_INPUT'],
      [{ name: 'a\u0000b' }, 'BAD_USER_INPUT'],
      [{ name: 'x'.repeat(101) }, 'BAD_USER_INPUT'],
      [{ roles: [] }, 'BAD_USER_INPUT'],
      [{ password: 'short' }, 'WEAK_PASSWORD'],
      [{ password: null }, 'BAD_USER_INPUT'],
      [{ organisationId: 999 }, 'NOT_FOUND'],
    ];
    for (const [change, code] of tries)
      await expect(staff().create(admin, { ...someone(2), ...change })).rejects.toMatchObject({ code });
    expect(await count()).toBe(before);
  });

  it('lets the new person sign in', async () => {
    const mutation = `mutation ($input: CreateStaffInput!) { createStaff(input: $input) {
      staff { id name roles isActive username } clientMutationId userErrors { code field } } }`;
    const input = {
      username: 'fresh.one',
      name: '新员工',
      roles: ['MARKETER', 'ANALYST', 'MARKETER'],
      organisationId: encodeId('Organisation', 0, 3),
      password: PASSWORD,
      clientMutationId: 'mine',
    };
    const as = await stage.bearer('gd.admin');
    const { data } = await stage.ask<{ createStaff: object }>(mutation, { as, variables: { input } });
    expect(data!.createStaff).toMatchObject({
      staff: { name: '新员工', roles: ['ANALYST', 'MARKETER'], isActive: true, username: 'fresh.one' },
      clientMutationId: 'mine',
      userErrors: [],
    });
    expect(await stage.bearer('fresh.one')).toMatch(/^Bearer ey/);

    const outside = { ...input, username: 'fresh.two', organisationId: encodeId('Organisation', 0, 7) };
    const refused = await stage.ask<{ createStaff: object }>(mutation, { as, variables: { input: outside } });
    expect(refused.data!.createStaff).toEqual({
      staff: null,
      clientMutationId: 'mine',
      userErrors: [{ code: 'NOT_FOUND', field: 'organisationId' }],
    });
  });

  it('is for administrators: any other role is refused before the service and by it', async () => {
    const mutation = `mutation ($input: CreateStaffInput!) { createStaff(input: $input) { staff { id } } }`;
    const input = { ...someone(0), organisationId: encodeId('Organisation', 0, 2) };
    const { errors } = await stage.ask(mutation, {
      as: await stage.bearer('in.440000'),
      variables: { input },
    });
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
    const direct = staff().create(people['440000'], someone(2));
    await expect(direct).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const asToken = { ...people['gd.admin'], kind: 'TOKEN' as const };
    await expect(staff().create(asToken, someone(2))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('changing staff', () => {
  const roles = [Role.ADMIN, Role.DIRECTOR];

  it('refuses people of another province, above, or outside one’s line, alike as absent ones', async () => {
    const refusals: [string, string][] = [
      ['gd.admin', '330000'],
      ['gd.admin', '000000'],
      ['gd.admin', '000003'],
      ['gz.admin', '440000'],
      ['gz.admin', '440300'],
      ['county.admin', '440100'],
      ['gd.express.admin', '440000'], // the same place in the hierarchy, every line
      ['gd.express.admin', '440100'],
      ['express.admin', '000000'],
    ];
    for (const [admin, target] of refusals) {
      const [whom, who] = [keyOf(people[target]), people[admin]];
      await expect(staff().update(who, whom, { roles })).rejects.toMatchObject(absent);
      await expect(staff().disable(who, whom)).rejects.toMatchObject(absent);
      await expect(staff().enable(who, whom)).rejects.toMatchObject(absent);
    }
    // The key of one province under the number of another is nobody.
    const disguised = { provinceId: 2, staffId: people['330000'].staffId };
    await expect(staff().update(people['gd.admin'], disguised, { roles })).rejects.toMatchObject(absent);
    const rows = await stage.admin(`SELECT FROM staff WHERE username LIKE 'in.%' AND
      (roles <> '{DIRECTOR}' OR disabled_at IS NOT NULL)`);
    expect(rows).toEqual([]);
  });

  it('refuses one’s own roles and place and disabling oneself; one’s own name is free', async () => {
    for (const name of ['nation.admin', 'gd.admin']) {
      const admin = people[name];
      const own = { code: 'OWN_ACCOUNT' };
      await expect(staff().update(admin, keyOf(admin), { roles })).rejects.toMatchObject(own);
      await expect(async () =>
        staff().update(admin, keyOf(admin), { organisationId: 3 }),
      ).rejects.toMatchObject(own);
      await expect(staff().disable(admin, keyOf(admin))).rejects.toMatchObject(own);
      expect(await staff().update(admin, keyOf(admin), { name: '改名' })).toMatchObject({ name: '改名' });
    }
  });

  it('moves people inside the province and one’s scope, never across', async () => {
    const admin = people['gd.admin'];
    const whom = keyOf(people['440182']);
    const row = await staff().update(admin, whom, { organisationId: 4, roles: [Role.CUSTODIAN] });
    expect(row).toMatchObject({ organisation_id: 4, roles: ['CUSTODIAN'] });
    expect((await stage.here.identity.viewerOf('in.440182')).scope).toMatchObject({ unitIds: [4, 5] });
    await expect(staff().update(admin, whom, { organisationId: 7 })).rejects.toMatchObject(absent);
    await expect(staff().update(admin, whom, { organisationId: 1 })).rejects.toMatchObject(absent);
    const across = staff().update(people['nation.admin'], whom, { organisationId: 8 });
    await expect(across).rejects.toMatchObject({ code: 'INVALID_STATE' });
    const [{ place }] = await stage.admin<{ place: number[] }>(
      'SELECT ARRAY[province_id, city_id, unit_id] AS place FROM staff WHERE id = $1',
      [whom.staffId],
    );
    expect(place).toEqual([2, 3, 4]);
  });

  it('disabling shuts out at once here, for good for the sessions there were; enabling lets sign in anew', async () => {
    const header = await stage.bearer('in.440300');
    const { authenticator, viewerOf } = stage.here.identity;
    expect(await authenticator.authenticate(header)).not.toBeNull();
    const set = async (field: string) => {
      const { data } = await stage.ask<Record<string, { staff: object }>>(
        `mutation ($id: ID!) { ${field}(input: { staffId: $id }) { staff { isActive } userErrors { code } } }`,
        {
          as: await stage.bearer('gd.admin'),
          variables: { id: encodeId('StaffMember', 2, people['440300'].staffId) },
        },
      );
      return data![field];
    };
    expect(await set('disableStaff')).toEqual({ staff: { isActive: false }, userErrors: [] });
    await expect(authenticator.authenticate(header)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(viewerOf('in.440300')).rejects.toMatchObject(absent);
    await expect(stage.bearer('in.440300')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await set('enableStaff')).toEqual({ staff: { isActive: true }, userErrors: [] });
    await expect(authenticator.authenticate(header)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await stage.bearer('in.440300')).toMatch(/^Bearer ey/);
  });
});

interface StaffPage {
  staff: {
    edges: { node: { username: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

describe('listing staff', () => {
  const names = async (username: string, first = 100): Promise<string[]> => {
    const all: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { data, errors }: ExecutionResult<StaffPage> = await stage.ask<StaffPage>(
        `query ($first: Int, $after: String) { staff(first: $first, after: $after) {
          edges { node { id username } } pageInfo { hasNextPage endCursor } } }`,
        { as: await stage.bearer(username), variables: { first, after } },
      );
      expect(errors).toBeUndefined();
      all.push(...data!.staff.edges.map(({ node }) => node.username));
      if (!data!.staff.pageInfo.hasNextPage) return all;
      after = data!.staff.pageInfo.endCursor;
    }
  };

  it('shows one’s own scope, each person once, page by page', async () => {
    const whole = await names('gd.admin');
    expect(await names('gd.admin', 3)).toEqual(whole);
    const inGuangdong = await stage.admin<{ username: string }>(
      'SELECT username FROM staff WHERE province_id = 2 ORDER BY id',
    );
    expect(whole).toEqual(inGuangdong.map(({ username }) => username));
    expect(whole).not.toContain('in.330000');
    const county = (await names('county.admin')).filter((name) => name.startsWith('in.'));
    expect(county.sort()).toEqual(['in.440103', 'in.440181', 'in.440182']);
    const nation = await names('nation.admin', 50);
    expect(nation).toEqual(expect.arrayContaining(['in.000000', 'in.330100', 'in.440181']));
  });

  it('refuses too long a page, a foreign cursor and who may not', async () => {
    const code = async (args: string, username: string) =>
      (await stage.ask(`{ staff${args} { edges { cursor } } }`, { as: await stage.bearer(username) }))
        .errors?.[0];
    expect(await code('(first: 101)', 'gd.admin')).toMatchObject({ message: expect.stringContaining('100') });
    expect(await code('(after: "e30")', 'gd.admin')).toMatchObject({
      message: expect.stringContaining('cursor'),
    });
    const agent = await stage.person('agent', '440100', [Role.CALL_AGENT]);
    expect(agent.capabilities.has('staff:read')).toBe(false);
    expect((await code('', 'agent'))?.extensions.code).toBe('FORBIDDEN');
    const { data } = await stage.ask('{ viewer { staff { name username } } }', {
      as: await stage.bearer('agent'),
    });
    expect(data).toEqual({ viewer: { staff: { name: '员工 agent', username: null } } });
  });
});
