import { Client } from 'pg';
import { useDatabase } from '../../../test/kit/database';
import { viewerOf } from '../../../test/kit/viewer-of';
import { Role } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import { Database } from '../../db/database';
import { seedReferenceData } from '../../db/seeds/seed-reference-data';
import { BusinessLine } from '../../graphql/business-line';
import { OrganisationDirectory } from './organisation-directory.service';
import { OrganisationLevel } from './organisation-level';
import type { OrganisationTree } from './organisation-tree';
import { OrganisationsService } from './organisations.service';
import { lockTree } from './organisations.repository';
import { ACCOUNT_TABLES } from './rehoming.repository';

const test = useDatabase();
let database: Database;
let admin: Client;
let directory: OrganisationDirectory;
let service: OrganisationsService;
let tree: OrganisationTree;
let nation: Viewer;
let guangdong: Viewer;
let today: string;

const idOf = (code: string): number => {
  const organisation = tree.byCode(code);
  if (!organisation) throw new Error(`no organisation ${code}`);
  return organisation.organisationId;
};
const dayAfter = (days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const refresh = async (): Promise<void> => {
  directory.changed();
  tree = await directory.tree();
};

beforeAll(async () => {
  database = await Database.open(test.appUrl, { poolSize: 6 });
  admin = new Client({ connectionString: test.adminUrl });
  admin.on('error', () => undefined); // the kit drops the database first
  await admin.connect();
  await seedReferenceData(database);
  directory = new OrganisationDirectory(database);
  service = new OrganisationsService(database, directory);
  tree = await directory.tree();
  nation = viewerOf(tree, '000000', [Role.ADMIN]);
  guangdong = viewerOf(tree, '440000', [Role.ADMIN]);
  today = (
    await admin.query<{ day: string }>(`SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS day`)
  ).rows[0].day;
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

/** A unit below Guangzhou that serves one account with a row in every table, and employs one person. */
async function busyUnit(code: string, accountId: number): Promise<number> {
  const { organisationId: unit } = await service.create(guangdong, {
    code,
    name: `${code} 营业部`,
    level: OrganisationLevel.UNIT,
    parentId: idOf('440100'),
  });
  await refresh();
  const [province, city] = [idOf('440000'), idOf('440100')];
  await admin.query(`INSERT INTO identities (kind, key) VALUES ('USCC', '${code}')`);
  await admin.query(`INSERT INTO accounts (province_id, id, city_id, unit_id, organisation_id, account_no, name, initials, identity_id)
    SELECT ${province}, ${accountId}, ${city}, ${unit}, ${unit}, 'N${code}', '示例', 'sl', max(id) FROM identities`);
  await admin.query(`INSERT INTO staff (province_id, id, city_id, unit_id, organisation_id, username, name, roles)
    VALUES (${province}, ${accountId}, ${city}, ${unit}, ${unit}, 's${code}', '员工', '{ACCOUNT_MANAGER}')`);
  const at = `${province}, ${accountId}, ${city}, ${unit}`;
  const columns = 'province_id, account_id, city_id, unit_id';
  await admin.query(
    `INSERT INTO account_team (${columns}, staff_id, role) VALUES (${at}, ${accountId}, 'MANAGER')`,
  );
  await admin.query(
    `INSERT INTO usage_facts (${columns}, line, month, volume, revenue) VALUES (${at}, 'EXPRESS', '2026-01', 1, 1)`,
  );
  await admin.query(
    `INSERT INTO usage_rollups (${columns}, line, year, volume_q1, revenue_q1) VALUES (${at}, 'EXPRESS', 2026, 1, 1)`,
  );
  await admin.query(`INSERT INTO account_basics (${columns}) VALUES (${at})`);
  await admin.query(`INSERT INTO account_contacts (${columns}) VALUES (${at})`);
  await admin.query(
    `INSERT INTO data_keys (province_id, id, wrapped_key) VALUES (${province}, 1, '') ON CONFLICT DO NOTHING`,
  );
  await admin.query(`INSERT INTO key_persons (${columns}, key_id, name) VALUES (${at}, 1, '')`);
  await admin.query(`INSERT INTO access_grants (${columns}, staff_province_id, staff_id, staff_name, staff_organisation_id, purpose, sections)
    VALUES (${at}, 1, 1, '员工', 1, '走访客户', '{CONTACT}')`);
  await admin.query(`INSERT INTO reading_sessions (${columns}, staff_province_id, staff_id, staff_name, staff_organisation_id,
      purpose, sections, valid_to) VALUES (${at}, 1, 1, '员工', 1, '走访客户', '{CONTACT}', now() + interval '1 hour')`);
  await admin.query(`INSERT INTO access_alerts (${columns}, staff_province_id, staff_id, staff_name, staff_organisation_id,
      kind, detail) VALUES (${at}, 1, 1, '员工', 1, 'BREAK_GLASS', 'x')`);
  for (const [table, others, values] of [
    ['account_services', 'service_mode', `'x'`],
    ['pickups', 'at, line, pieces, staff_name', `now(), 'EXPRESS', 1, 'x'`],
    ['visits', 'at, staff_name, subject', `now(), 'x', 'x'`],
    ['complaints', 'id, at, channel, subject, staff_name', `${accountId}, now(), 'ONLINE', 'x', 'x'`],
    ['handlings', 'complaint_id, at, staff_name, action', `${accountId}, now(), 'x', 'x'`],
    ['account_credits', 'level, arrears_limit, return_cycle_days', `'A', 1, 1`],
    ['payments', 'paid_on, month, amount', `now(), '2026-01', 1`],
    [
      'account_tariffs',
      'line, rate, method, valid_from, valid_to',
      `'PRESS', 1, 'DISCOUNT', '1999-01-01', '1999-02-01'`,
    ],
    [
      'erased_key_persons',
      'id, staff_province_id, staff_id, staff_name, reason',
      `${accountId}, 1, 1, 'x', '本人要求'`,
    ],
    [
      'service_tickets',
      `${SOMEBODY}, subject, valid_to`,
      `1, 1, '员工', 1, '询问邮件', now() + interval '1 hour'`,
    ],
  ])
    await admin.query(`INSERT INTO ${table} (${columns}, ${others}) VALUES (${at}, ${values})`);
  await admin.query(`INSERT INTO dossier_sections (${columns}, section) VALUES (${at}, 'BASIC')`);
  await admin.query(`INSERT INTO dossier_proposals (${columns}, section, base_version, fields, changes, reason, staff_province_id,
      staff_id, staff_name) VALUES (${at}, 'BASIC', 0, '{size}', '{}', 'x', 1, 1, '员工')`);
  await admin.query(`INSERT INTO dossier_changes (${columns}, section, field, staff_province_id, staff_id, staff_name)
    VALUES (${at}, 'BASIC', 'size', 1, 1, '员工')`);
  return unit;
}

const SOMEBODY = 'staff_province_id, staff_id, staff_name, staff_organisation_id';

/** The cities that the rows of an account and its unit's staff carry. */
async function citiesOf(accountId: number): Promise<number[]> {
  const { rows } = await admin.query<{ city_id: number }>(
    [
      `SELECT city_id FROM accounts WHERE id = ${accountId}`,
      `SELECT city_id FROM staff WHERE id = ${accountId}`,
      ...ACCOUNT_TABLES.map((t) => `SELECT city_id FROM ${t} WHERE account_id = ${accountId}`),
    ].join(' UNION ALL '),
  );
  return rows.map(({ city_id }) => city_id);
}

describe('names over time', () => {
  it('renames from today on and keeps what was', async () => {
    const renamed = await service.rename(guangdong, idOf('440100'), '羊城邮政局');
    expect(renamed).toMatchObject({ code: '440100', name: '羊城邮政局', validFrom: today });
    expect((await directory.tree()).byCode('440100')?.name).toBe('羊城邮政局');
    expect((await service.treeAsOf(dayAfter(-1))).byCode('440100')?.name).toBe('广州市邮政局');
  });

  it('records a name for later, which a second one before it does not undo', async () => {
    await service.rename(guangdong, idOf('440200'), '后来', dayAfter(10));
    await service.rename(guangdong, idOf('440200'), '先前', dayAfter(5));
    const nameOn = async (day: string): Promise<string | undefined> =>
      (await service.treeAsOf(day)).byCode('440200')?.name;
    expect(await nameOn(today)).toBe('韶关市邮政局');
    expect(await nameOn(dayAfter(5))).toBe('先前');
    expect(await nameOn(dayAfter(10))).toBe('后来');
  });

  it('refuses to change the past', async () => {
    await expect(service.rename(guangdong, idOf('440100'), '改写', dayAfter(-1))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      options: { field: 'effectiveFrom' },
    });
  });

  it('answers an organisation out of scope like one that does not exist', async () => {
    const ask = (id: number): Promise<unknown> =>
      service.rename(guangdong, id, '越权').catch((error: unknown) => error);
    const [foreign, above, unknown] = [
      await ask(idOf('330100')),
      await ask(idOf('000000')),
      await ask(999_999),
    ];
    expect(foreign).toMatchObject({ code: 'NOT_FOUND' });
    expect([foreign, above]).toEqual([unknown, unknown]);
    expect((await directory.tree()).byCode('330100')?.name).toBe('杭州市邮政局');
  });

  it('lets no bureau manage the tree', async () => {
    const bureau = { ...guangdong, scope: { ...guangdong.scope, line: BusinessLine.EXPRESS } };
    await expect(service.rename(bureau, idOf('440100'), '速递')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('adding organisations', () => {
  const add = (change: object): Promise<unknown> =>
    service.create(guangdong, {
      code: '440105',
      name: '海珠区邮政局',
      level: OrganisationLevel.COUNTY,
      parentId: idOf('440100'),
      ...change,
    });

  it('puts a county below its city and a bureau beside its superior', async () => {
    expect(await add({})).toMatchObject({
      code: '440105',
      parent: { code: '440100' },
      province: { code: '440000' },
    });
    await add({ code: '440008', level: 'PROVINCE', businessLine: 'EXPRESS', parentId: idOf('440000') });
    tree = await directory.tree();
    expect(tree.scopeOf(idOf('440008'))).toEqual({ ...tree.scopeOf(idOf('440000')), line: 'EXPRESS' });
    expect(tree.placeOf(idOf('440105'))).toEqual({
      provinceId: idOf('440000'),
      cityId: idOf('440100'),
      unitId: idOf('440105'),
      level: 3,
    });
  });

  it.each([
    ['a taken code', { code: '440100' }, 'code'],
    ['a malformed code', { code: '44010' }, 'code'],
    ['a city below a city', { code: '440901', level: 'CITY' }, 'parentId'],
    ['a county below a province', { code: '440902', parentId: 'PROVINCE' }, 'parentId'],
    ['anything below a bureau', { code: '440903', level: 'CITY', parentId: 'BUREAU' }, 'parentId'],
    ['a blank name', { code: '440904', name: ' ' }, 'name'],
  ])('refuses %s', async (_what, change, field) => {
    const parents: Record<string, string> = { PROVINCE: '440000', BUREAU: '440008' };
    const parentId = 'parentId' in change ? idOf(parents[change.parentId]) : idOf('440100');
    await expect(add({ ...change, parentId })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      options: { field },
    });
  });
});

describe('moving organisations', () => {
  it('takes every row of its accounts and staff along, and marks their boards', async () => {
    const unit = await busyUnit('440191', 9_001);
    const moved = await service.move(guangdong, unit, idOf('440300'));
    expect(moved.parent?.code).toBe('440300');
    expect(await citiesOf(9_001)).toEqual(Array(2 + ACCOUNT_TABLES.length).fill(idOf('440300')));
    const { rows } = await admin.query('SELECT line, period FROM board_refreshes ORDER BY period');
    expect(rows).toEqual([
      { line: 'EXPRESS', period: '2026' },
      { line: 'EXPRESS', period: '2026-01' },
      { line: 'EXPRESS', period: '2026-Q1' },
    ]);
    expect((await service.treeAsOf(today)).placeOf(unit).cityId).toBe(idOf('440300'));
    await refresh();
  });

  it('knows every table whose rows carry the city of an account', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name IN ('account_id', 'city_id')
       GROUP BY table_name HAVING count(*) = 2 ORDER BY table_name`,
    );
    // Boards are ranked again when they are open, and frozen as they were when they are closed.
    const expected = [...ACCOUNT_TABLES, 'board_entries'].sort();
    expect(rows.map(({ name }) => name)).toEqual(expected);
  });

  it('changes nothing at all where one row cannot follow', async () => {
    const unit = await busyUnit('440192', 9_002);
    await admin.query(
      `ALTER TABLE staff ADD CONSTRAINT stuck CHECK (city_id <> ${idOf('440300')}) NOT VALID`,
    );
    await expect(service.move(guangdong, unit, idOf('440300'))).rejects.toThrow('stuck');
    await admin.query('ALTER TABLE staff DROP CONSTRAINT stuck');
    expect(await citiesOf(9_002)).toEqual(Array(2 + ACCOUNT_TABLES.length).fill(idOf('440100')));
    expect((await service.treeAsOf(today)).byId(unit)?.parent?.code).toBe('440100');
  });

  it('lets two moves at once end in one of the two places, rows and tree agreeing', async () => {
    const unit = await busyUnit('440193', 9_003);
    await Promise.all([
      service.move(guangdong, unit, idOf('440300')),
      service.move(guangdong, unit, idOf('440600')),
      service.move(nation, unit, idOf('440700')),
    ]);
    const { cityId } = (await service.treeAsOf(today)).placeOf(unit);
    expect([idOf('440300'), idOf('440600'), idOf('440700')]).toContain(cityId);
    expect(await citiesOf(9_003)).toEqual(Array(2 + ACCOUNT_TABLES.length).fill(cityId));
  });

  it('waits for whoever is filing rows under the place it leaves, and takes those along', async () => {
    const unit = await busyUnit('440198', 9_006);
    let moving: Promise<unknown> | undefined;
    await database.transaction(guangdong.scope, async (session) => {
      await lockTree(session, 'TO_FILE_ROWS');
      moving = service.move(guangdong, unit, idOf('440300'));
      await new Promise((resolve) => setTimeout(resolve, 150));
      await session.query(
        `INSERT INTO staff (province_id, id, city_id, unit_id, organisation_id, username, name, roles)
         VALUES ($1, 78, $2, $3, $3, 's78', '员工', '{ANALYST}')`,
        [idOf('440000'), idOf('440100'), unit],
      );
    });
    await moving;
    const { rows } = await admin.query('SELECT city_id FROM staff WHERE id = 78');
    expect(rows).toEqual([{ city_id: idOf('440300') }]);
  });

  it('refuses another province while it serves accounts, naming the numbers, and allows it when empty', async () => {
    const unit = await busyUnit('440194', 9_004);
    await expect(service.move(nation, unit, idOf('330100'))).rejects.toMatchObject({
      code: 'INVALID_STATE',
      options: { params: { accounts: 1, staff: 1 } },
    });
    const empty = await service.create(guangdong, {
      code: '440195',
      name: '空营业部',
      level: OrganisationLevel.UNIT,
      parentId: idOf('440100'),
    });
    await expect(service.move(guangdong, empty.organisationId, idOf('330100'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await service.move(nation, empty.organisationId, idOf('330100'));
    await refresh();
    expect(tree.placeOf(empty.organisationId).provinceId).toBe(idOf('330000'));
  });

  it('refuses the wrong level and its own subtree', async () => {
    await expect(service.move(guangdong, idOf('440100'), idOf('440300'))).rejects.toMatchObject({
      options: { field: 'newParentId' },
    });
    await expect(service.move(nation, idOf('440000'), idOf('440100'))).rejects.toMatchObject({
      options: { field: 'newParentId' },
    });
  });

  it('takes a future move only while nobody is served, and settles who came in between', async () => {
    const unit = await busyUnit('440196', 9_005);
    await expect(service.move(guangdong, unit, idOf('440300'), dayAfter(3))).rejects.toMatchObject({
      code: 'INVALID_STATE',
      options: { field: 'effectiveFrom' },
    });
    const { organisationId: empty } = await service.create(guangdong, {
      code: '440197',
      name: '新营业部',
      level: OrganisationLevel.UNIT,
      parentId: idOf('440100'),
    });
    await service.move(guangdong, empty, idOf('440300'), dayAfter(3));
    expect((await service.treeAsOf(today)).byId(empty)?.parent?.code).toBe('440100');
    expect((await service.treeAsOf(dayAfter(3))).byId(empty)?.parent?.code).toBe('440300');
    // The day comes, and somebody was employed meanwhile.
    await admin.query(`INSERT INTO staff (province_id, id, city_id, unit_id, organisation_id, username, name, roles)
      VALUES (${idOf('440000')}, 77, ${idOf('440100')}, ${empty}, ${empty}, 's77', '员工', '{ANALYST}')`);
    await admin.query(
      `DELETE FROM organisation_versions WHERE organisation_id = ${empty} AND valid_from = '${today}'`,
    );
    await admin.query(
      `UPDATE organisation_versions SET valid_from = '${today}' WHERE organisation_id = ${empty}`,
    );
    expect(await service.settleDueMoves()).toBe(1);
    expect(await service.settleDueMoves()).toBe(0);
    expect((await admin.query('SELECT city_id FROM staff WHERE id = 77')).rows).toEqual([
      { city_id: idOf('440300') },
    ]);
  });
});
