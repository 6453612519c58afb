import { useDatabase } from '../../../test/kit/database';
import { runImporter } from '../../../test/kit/run-importer';
import { viewerOf } from '../../../test/kit/viewer-of';
import { Role } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import { Database } from '../../db/database';
import { seedReferenceData } from '../../db/seeds/seed-reference-data';
import { OrganisationDirectory } from './organisation-directory.service';
import { organisationsImporter } from './organisations-importer.service';

const test = useDatabase();
let database: Database;
let guangdong: Viewer;

beforeAll(async () => {
  database = await Database.open(test.appUrl, { poolSize: 2 });
  await seedReferenceData(database);
  guangdong = viewerOf(await new OrganisationDirectory(database).tree(), '440000', [Role.INGEST]);
});
afterAll(() => database.close());

const rows = [
  ['440113', '番禺区邮政局', '县局', '440100'],
  ['440114', '花都营业部', 'UNIT', '440113'], // its superior is new in this very file
  ['440200', '韶关邮政分公司', 'CITY', '440000'],
  ['440300', '深圳市邮政局', 'CITY', '440000'],
];

describe('importing organisations', () => {
  it('adds, renames and leaves alone, superiors first', async () => {
    expect(await runImporter(database, organisationsImporter, guangdong, rows)).toEqual({
      rowsNew: 2,
      rowsChanged: 1,
      rowsSame: 1,
      bad: {},
    });
    const tree = await new OrganisationDirectory(database).tree();
    expect(tree.byCode('440114')?.parent?.parent?.code).toBe('440100');
    expect(tree.byCode('440200')?.name).toBe('韶关邮政分公司');
  });

  it('changes nothing the second time', async () => {
    const again = await runImporter(database, organisationsImporter, guangdong, rows);
    expect(again).toEqual({ rowsNew: 0, rowsChanged: 0, rowsSame: 4, bad: {} });
  });

  it('names what is wrong with each bad row and takes the good ones', async () => {
    const { bad, ...counts } = await runImporter(database, organisationsImporter, guangdong, [
      ['44011', '短', 'COUNTY', '440100'],
      ['440115', '未知级别', '乡', '440100'],
      ['440116', '外省之下', 'UNIT', '330100'],
      ['440117', '上级未知', 'UNIT', '999999'],
      ['330100', '外省改名', 'CITY', '330000'],
      ['440118', '级别不符', 'CITY', '440100'],
      ['440300', '深圳', 'COUNTY', '440000'],
      ['440119', '甲', 'UNIT', '440100'],
      ['440119', '甲', 'UNIT', '440100'],
      ['440119', '乙', 'UNIT', '440100'],
    ]);
    expect(counts).toEqual({ rowsNew: 1, rowsChanged: 0, rowsSame: 1 });
    expect(Object.keys(bad).map(Number)).toEqual([2, 3, 4, 5, 6, 7, 8, 11]);
    expect(bad[4]).toBe(bad[5]); // out of scope reads like unknown
    expect(bad[4]).toBe(bad[6]);
    expect(bad[11]).toContain('9');
  });
});
