import { Client } from 'pg';
import { useDatabase } from '../../../test/kit/database';
import { type ImportOutcome, runImporter } from '../../../test/kit/run-importer';
import { viewerOf } from '../../../test/kit/viewer-of';
import { Role } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import { Database } from '../../db/database';
import { seedReferenceData } from '../../db/seeds/seed-reference-data';
import { BusinessLine } from '../../graphql/business-line';
import { OrganisationDirectory, type OrganisationTree } from '../organisations/organisations.module';
import { accountsImporter } from './accounts-importer.service';
import { IndustryCatalogue } from './industry-catalogue.service';
import { usccCheckDigit } from './uscc';

const test = useDatabase();
let database: Database;
let admin: Client;
let tree: OrganisationTree;
let run: (code: string, rows: string[][], change?: Partial<Viewer>) => Promise<ImportOutcome>;

const USCC = `9144010055555555X`;
const uscc = `${USCC}${usccCheckDigit(USCC)}`;
const row = (
  accountNo: string,
  name = '示例公司',
  organisation = '440100',
  more: string[] = [],
): string[] => [accountNo, name, more[0] ?? '', organisation, more[1] ?? '', more[2] ?? ''];
const idOf = (code: string): number => tree.byCode(code)?.organisationId ?? 0;
const accounts = async (where: string): Promise<Record<string, unknown>[]> =>
  (
    await admin.query<Record<string, unknown>>(
      `SELECT account_no, name, uscc, industry_code, city_id, version, identity_id, initials
       FROM accounts WHERE ${where} ORDER BY province_id, account_no`,
    )
  ).rows;

beforeAll(async () => {
  database = await Database.open(test.appUrl, { poolSize: 3 });
  admin = new Client({ connectionString: test.adminUrl });
  admin.on('error', () => undefined); // the kit drops the database first
  await admin.connect();
  await seedReferenceData(database);
  tree = await new OrganisationDirectory(database).tree();
  const importer = accountsImporter(new IndustryCatalogue(database));
  run = (code, rows, change) =>
    runImporter(database, importer, viewerOf(tree, code, [Role.INGEST], change), rows);
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

describe('importing accounts', () => {
  const file = [
    row('A1', '重庆火锅（广州）有限公司', '440100', [uscc, 'C39']),
    row('A2', '示例贸易', '440300', ['', 'f52', '深圳市示例路 1 号']),
  ];

  it('adds them with identity, place, industry and initials, and changes nothing the second time', async () => {
    expect(await run('440000', file)).toEqual({ rowsNew: 2, rowsChanged: 0, rowsSame: 0, bad: {} });
    expect(await accounts(`account_no IN ('A1', 'A2')`)).toMatchObject([
      { account_no: 'A1', uscc, industry_code: 'C39', city_id: idOf('440100'), initials: 'cqhggzyxgs' },
      { account_no: 'A2', uscc: null, industry_code: 'F52', city_id: idOf('440300') },
    ]);
    expect(await run('440000', file)).toEqual({ rowsNew: 0, rowsChanged: 0, rowsSame: 2, bad: {} });
    expect(await accounts('version <> 1')).toEqual([]);
  });

  it('leaves what is known where a cell is empty', async () => {
    const again = await run('440000', [
      row('A1', '重庆火锅（广州）有限公司'),
      row('A2', '示例贸易', '440300'),
    ]);
    expect(again).toMatchObject({ rowsSame: 2, rowsChanged: 0 });
    expect(await accounts(`account_no = 'A1'`)).toMatchObject([{ uscc, industry_code: 'C39' }]);
  });

  it('names what is wrong with each bad row and takes the good ones', async () => {
    const { bad, ...counts } = await run('440000', [
      row('', '无编号'),
      row('B1', ''),
      row('B2', '错码', '440100', [`${uscc.slice(0, 17)}0`]),
      row('B3', '机构未知', '449999'),
      row('B4', '外省机构', '330100'),
      row('B5', '机构过高', '440000'),
      row('B6', '行业未知', '440100', ['', 'C99']),
      row('B7', '……'),
      row('B8', '好客户'),
      row('B8', '好客户'),
      row('B8', '坏客户'),
    ]);
    expect(counts).toEqual({ rowsNew: 1, rowsChanged: 0, rowsSame: 1 });
    expect(Object.keys(bad).map(Number)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 12]);
    expect(bad[6].replace('330100', '449999')).toBe(bad[5]); // out of scope reads like unknown
    expect(bad[12]).toContain(': 10');
    expect(await accounts(`account_no ^@ 'B'`)).toMatchObject([{ account_no: 'B8', name: '好客户' }]);
  });

  it('shares one identity among the provinces that serve a customer, and keeps their numbers apart', async () => {
    await run('330000', [row('A1', '重庆火锅（杭州）有限公司', '330100', [uscc])]);
    const [zhejiang, guangdong] = await accounts(`account_no = 'A1'`);
    expect(zhejiang.identity_id).toBe(guangdong.identity_id);
    expect(zhejiang.name).not.toBe(guangdong.name);
  });

  it('re-homes an account to another city of the province with all that hangs on it', async () => {
    await admin.query(`INSERT INTO usage_facts (province_id, account_id, line, month, city_id, volume, revenue)
      SELECT province_id, id, 'EXPRESS', '2026-01', city_id, 1, 1 FROM accounts WHERE account_no = 'A2'`);
    const moved = await run('440000', [row('A2', '示例贸易', '440600')]);
    expect(moved).toEqual({ rowsNew: 0, rowsChanged: 1, rowsSame: 0, bad: {} });
    expect(await accounts(`account_no = 'A2'`)).toMatchObject([{ city_id: idOf('440600'), version: 2 }]);
    expect((await admin.query('SELECT city_id FROM usage_facts')).rows).toEqual([
      { city_id: idOf('440600') },
    ]);
    expect((await admin.query('SELECT line, period FROM board_refreshes')).rows).toEqual([
      { line: 'EXPRESS', period: '2026-01' },
    ]);
  });

  it('moves nobody to another province, but lets another customer have the same number there', async () => {
    const { bad, ...counts } = await run('000000', [
      row('A2', '示例贸易', '330100', ['', '', '深圳市示例路 1 号']),
      row('B8', '同号的另一客户', '330100'),
    ]);
    expect(counts).toEqual({ rowsNew: 1, rowsChanged: 0, rowsSame: 0 });
    expect(bad[2]).toContain('A2');
  });

  it('rejects a number that another city of the province has, without telling whose it is', async () => {
    const { bad, ...counts } = await run('440300', [
      row('A1', '另一客户', '440300'),
      row('C1', '新', '440300'),
    ]);
    expect(counts).toEqual({ rowsNew: 1, rowsChanged: 0, rowsSame: 0 });
    expect(bad[2]).toMatch(/A1$/);
    expect(await accounts(`account_no = 'A1' AND city_id = ${idOf('440100')}`)).toHaveLength(1);
  });

  it('is refused to a bureau, which sees one line of an account only', async () => {
    const scope = { ...tree.scopeOf(idOf('440000')), line: BusinessLine.EXPRESS };
    await expect(run('440000', [row('D1')], { scope })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('takes 20,000 rows in seconds', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) =>
      row(`M${at}`, `示例第${at}号商贸有限公司`, at % 2 ? '440100' : '440300', ['', 'F51']),
    );
    const started = performance.now();
    expect(await run('440000', many)).toMatchObject({ rowsNew: 20_000 });
    expect(await run('440000', many)).toMatchObject({ rowsSame: 20_000, rowsChanged: 0 });
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
