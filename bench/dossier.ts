import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { Client } from 'pg';
import { readEnv } from '../server/config/env';
import { Database } from '../server/db/database';
import { applicationUrl } from '../server/db/migrate';
import { SYSTEM_SCOPE } from '../server/db/scope';
import { LawfulBasis } from '../server/modules/dossier/dossier.module';
import { composeModules } from '../server/platform';
import { platformEnvironment } from './child-server';
import { NATION_DIRECTOR } from './dataset/parameters';
import { LINE, PERIOD, platformTargets, send, type Target } from './targets';

interface RankedAccount {
  provinceId: number;
  accountId: number;
}

/** The Top-100 as it is, with two L2 fields and with one L3 field of every account. */
export const DOSSIER_NAMES = {
  plain: 'Top-100',
  L2: 'with two L2 fields by right',
  L3: 'with one L3 field by grant',
};

/**
 * Gives each of the nation's first hundred accounts a first section, a key person, and the nation's director a live
 * grant over them; what an earlier run left is replaced.
 */
export async function fillDossiers(databaseUrl: string): Promise<void> {
  const admin = new Client({ connectionString: databaseUrl });
  await admin.connect();
  const database = await Database.open(applicationUrl(databaseUrl), { poolSize: 2 });
  try {
    const ranked = await admin.query<RankedAccount>(
      `SELECT e.province_id AS "provinceId", e.account_id::int AS "accountId" FROM board_entries e
       JOIN board_snapshots s ON s.id = e.snapshot_id JOIN organisations o ON o.id = s.organisation_id
       WHERE o.code = '000000' AND s.line = $1 AND s.period = $2 AND s.version = 0`,
      [LINE, PERIOD],
    );
    const env = readEnv(platformEnvironment(databaseUrl, 0));
    const { dossiers } = composeModules({ database, env, log: pino({ level: 'silent' }) });
    await dossiers.saveBasics(
      SYSTEM_SCOPE,
      ranked.rows.map((account, at) => ({
        ...account,
        nature: '有限责任公司',
        serviceMode: '上门服务',
        legalRepresentative: null,
        size: '大型',
        products: '日用百货',
        annualOutput: 5_000_000_00 + at,
        reputation: '良好',
        profitAndLoss: '盈利',
      })),
    );
    await admin.query('DELETE FROM key_persons');
    await dossiers.saveKeyPersons(
      SYSTEM_SCOPE,
      ranked.rows.map((account, at) => ({
        ...account,
        name: `示例${at}`,
        position: '总经理',
        isDecisionMaker: true,
        family: '无记录',
        homeAddress: `示例路 ${at} 号`,
        hobbies: '羽毛球',
        lawfulBasis: LawfulBasis.CONTRACT,
      })),
    );
    await admin.query(`DELETE FROM access_grants WHERE purpose = 'bench'`);
    await admin.query(
      `INSERT INTO access_grants (province_id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name,
         staff_organisation_id, purpose, sections, status, decided_at, decided_by_province_id, decided_by_id,
         valid_from, valid_to)
       SELECT a.province_id, a.id, a.city_id, a.unit_id, m.province_id, m.id, m.name, m.organisation_id, 'bench',
         '{KEY_PERSONS}', 'GRANTED', now(), 0, 0, now(), now() + interval '8 hours'
       FROM accounts a, staff m
       WHERE m.username = $1 AND (a.province_id, a.id) IN (SELECT * FROM unnest($2::int[], $3::bigint[]))`,
      [NATION_DIRECTOR, ranked.rows.map((one) => one.provinceId), ranked.rows.map((one) => one.accountId)],
    );
  } finally {
    await database.close();
    await admin.end();
  }
}

/** The three questions of the nation's director; each has answered once, with its confidential values. */
export async function dossierTargets(url: string): Promise<Target[]> {
  const [director] = platformTargets(url);
  const asking = (name: string, operation: string): Target => {
    const query = readFileSync(join(__dirname, `../client-examples/operations/${operation}.graphql`), 'utf8');
    const request: Target['request'] = async () => {
      const { body, ...rest } = await director.request();
      return { ...rest, body: JSON.stringify({ ...(JSON.parse(body) as object), query }) };
    };
    return { ...director, name, request };
  };
  const targets = [
    asking(DOSSIER_NAMES.plain, 'top-100'),
    asking(DOSSIER_NAMES.L2, 'top-100-standing'),
    asking(DOSSIER_NAMES.L3, 'top-100-key-persons'),
  ];
  for (const [at, value] of [
    [1, '良好'],
    [2, '示例'],
  ] as const) {
    const text = JSON.stringify(await send(await targets[at].request()));
    if (text.split(value).length <= 100) throw new Error(`${targets[at].name}: the values are missing`);
  }
  return targets;
}
