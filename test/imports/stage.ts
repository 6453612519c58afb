import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { capabilitiesOf, Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import type { Scope } from '../../server/db/scope';

/** Two provinces with two cities each, and who imports there. */
const SCOPES = {
  nation: { level: 0, provinceId: 0, cityId: 0, unitIds: [], line: null },
  guangdong: { level: 1, provinceId: 44, cityId: 0, unitIds: [], line: null },
  zhejiang: { level: 1, provinceId: 33, cityId: 0, unitIds: [], line: null },
  guangzhou: { level: 2, provinceId: 44, cityId: 441, unitIds: [], line: null },
  express: { level: 1, provinceId: 44, cityId: 0, unitIds: [], line: 'EXPRESS' },
} as Record<string, Scope>;

/** A member of staff who imports for one of the places above. */
export function importer(place: keyof typeof SCOPES, roles: Role[] = [Role.INGEST]): Viewer {
  const scope = SCOPES[place];
  return {
    kind: 'STAFF',
    staffProvinceId: scope.provinceId,
    staffId: 1,
    tokenId: null,
    name: '导入员',
    organisationId: scope.cityId || scope.provinceId || 1,
    roles,
    capabilities: new Set(capabilitiesOf(roles)),
    scope,
  };
}

/** Organisations, and accounts G1..Gn in Guangzhou, S1..Sn in Shenzhen, H1..Hn in Hangzhou, X in both provinces. */
export async function setStage(adminUrl: string, accountsPerCity = 3): Promise<void> {
  await ask(
    adminUrl,
    `INSERT INTO organisations (id, code, level) VALUES (1, '000000', 'NATION'), (44, '440000', 'PROVINCE'),
       (33, '330000', 'PROVINCE'), (441, '440100', 'CITY'), (442, '440300', 'CITY'), (331, '330100', 'CITY');
     INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name) VALUES
       (1, '2000-01-01', NULL, '全国'), (44, '2000-01-01', 1, '广东'), (33, '2000-01-01', 1, '浙江'),
       (441, '2000-01-01', 44, '广州'), (442, '2000-01-01', 44, '深圳'), (331, '2000-01-01', 33, '杭州');
     INSERT INTO identities (id, kind, key) SELECT g, 'USCC', g FROM generate_series(1, ${4 * accountsPerCity + 2}) g;
     INSERT INTO accounts (province_id, city_id, organisation_id, account_no, name, initials, identity_id)
       SELECT province, city, city, letter || g, '示例' || letter || g, 'SL', g
       FROM (VALUES (44, 441, 'G'), (44, 442, 'S'), (33, 331, 'H')) AS place (province, city, letter),
         generate_series(1, ${accountsPerCity}) g;
     INSERT INTO accounts (province_id, city_id, organisation_id, account_no, name, initials, identity_id)
       VALUES (44, 441, 441, 'X', '示例同号甲', 'SL', 1), (33, 331, 331, 'X', '示例同号乙', 'SL', 1)`,
  );
}

/** Runs SQL as the owner, past every wall. */
export async function ask<Row extends object>(
  adminUrl: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const FACTS = 'province_id, account_id, line, month, city_id, unit_id, volume, revenue, calibre_id';
const ROLLUPS = 'province_id, account_id, line, period, city_id, unit_id, volume, revenue';

/** Everything a usage import writes but its own number, as one text: equal texts, equal data. */
export async function usageState(adminUrl: string): Promise<string> {
  const [{ state }] = await ask<{ state: string }>(
    adminUrl,
    `SELECT concat_ws(' ',
       (SELECT count(*) || ' ' || md5(string_agg(f::text, '' ORDER BY f)) FROM (SELECT ${FACTS} FROM usage_facts) f),
       (SELECT count(*) || ' ' || md5(string_agg(r::text, '' ORDER BY r)) FROM (SELECT ${ROLLUPS} FROM usage_periods) r),
       (SELECT count(*) || ' ' || md5(string_agg(m::text, '' ORDER BY m))
        FROM (SELECT province_id, line, period FROM board_refreshes) m)) AS state`,
  );
  return state;
}

/** Rows of test/invariants/rollups.sql: none where the sums are right. */
export function wrongSums(adminUrl: string): Promise<object[]> {
  return ask(adminUrl, readFileSync(join(__dirname, '../invariants/rollups.sql'), 'utf8'));
}

/** A folder for a test file's input, removed after it. */
export function useFolder(): (name: string, content: string | Buffer) => Promise<string> {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kam-imports-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return async (name, content) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
}
