import { useDatabase } from '../../../test/kit/database';
import { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { seedReferenceData } from '../../db/seeds/seed-reference-data';
import { OrganisationDirectory } from './organisation-directory.service';

const test = useDatabase();
let database: Database;
let reads = 0;

beforeAll(async () => {
  database = await Database.open(test.appUrl, { poolSize: 4 });
  await seedReferenceData(database);
  const transaction = database.transactionBesides.bind(database);
  database.transactionBesides = (scope, work) => {
    reads += 1;
    return transaction(scope, work);
  };
});
beforeEach(() => {
  reads = 0;
});
afterAll(() => database.close());

const rename = (name: string): Promise<unknown> =>
  database.transaction(SYSTEM_SCOPE, (session) =>
    session.query(
      `UPDATE organisation_versions SET name = $1
       WHERE organisation_id = (SELECT id FROM organisations WHERE code = '440100')`,
      [name],
    ),
  );

describe('the directory of organisations', () => {
  it('holds the nation, 31 provinces, 337 cities, linked both ways', async () => {
    const tree = await new OrganisationDirectory(database).tree();
    const nation = tree.byCode('000000');
    expect(tree.all()).toHaveLength(369);
    expect(nation?.children).toHaveLength(31);
    expect(nation?.parent).toBeNull();
    const guangzhou = tree.byCode('440100');
    expect(guangzhou?.parent).toBe(tree.byCode('440000'));
    expect(guangzhou?.province).toBe(tree.byCode('440000'));
    expect(tree.byCode('440000')?.province).toBe(tree.byCode('440000'));
    expect(tree.placeOf(guangzhou?.organisationId ?? 0)).toEqual({
      provinceId: tree.byCode('440000')?.organisationId,
      cityId: guangzhou?.organisationId,
      unitId: 0,
      level: 2,
    });
    expect(tree.subtreeIds(nation?.organisationId ?? 0)).toHaveLength(369);
    expect(tree.isWithin(guangzhou?.organisationId ?? 0, nation?.organisationId ?? 0)).toBe(true);
    expect(tree.isWithin(nation?.organisationId ?? 0, guangzhou?.organisationId ?? 0)).toBe(false);
  });

  it('is seeded once, however often that runs', async () => {
    await seedReferenceData(database);
    expect((await new OrganisationDirectory(database).tree()).all()).toHaveLength(369);
  });

  it('is read once for everybody who asks within three seconds, and again after that', async () => {
    let now = 0;
    const directory = new OrganisationDirectory(database, () => now);
    await Promise.all(Array.from({ length: 20 }, () => directory.tree()));
    now = 2_999;
    await directory.tree();
    expect(reads).toBe(1);
    now = 3_000;
    await Promise.all([directory.tree(), directory.tree()]);
    expect(reads).toBe(2);
  });

  it('answers a local change at once, even while an older reading is under way', async () => {
    const directory = new OrganisationDirectory(database);
    await directory.tree();
    const early = new OrganisationDirectory(database);
    const stale = early.tree();
    await rename('羊城邮政局');
    directory.changed();
    early.changed();
    await stale;
    expect((await directory.tree()).byCode('440100')?.name).toBe('羊城邮政局');
    expect((await early.tree()).byCode('440100')?.name).toBe('羊城邮政局');
  });

  it('tries again after a failed reading', async () => {
    const broken = new OrganisationDirectory({
      transactionBesides: jest
        .fn()
        .mockRejectedValueOnce(new Error('down'))
        .mockImplementation(database.transactionBesides.bind(database)),
    } as unknown as Database);
    await expect(broken.tree()).rejects.toThrow('down');
    expect((await broken.tree()).byCode('000000')).toBeDefined();
  });
});
