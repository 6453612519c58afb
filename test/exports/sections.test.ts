import { useStory } from '../kit/story';
import * as told from '../kit/story-accounts';
import { copy, decideExport, download, registered, requestExport, settled, sheetsOf } from './stage';

const story = useStory();

/** The tables that a section is kept in. */
const TABLES: Record<string, readonly string[]> = {
  RECORDS: ['pickups', 'visits'],
  COMPLAINTS: ['complaints', 'handlings'],
  CREDIT: ['account_credits', 'payments'],
  TARIFF: ['account_tariffs'],
};
/** Values of the story as a file shows them: markers, and numbers that stand nowhere else. */
const valuesOf = (section: string, key: string): string[] => {
  const texts = told
    .innerRows(key)
    .filter(([table]) => TABLES[section].includes(table))
    .flatMap(([, , values]) => values.map(String));
  return {
    RECORDS: [...texts.filter((text) => text.startsWith('CANARY')), String(told.piecesOf(key))],
    COMPLAINTS: texts.filter((text) => text.startsWith('CANARY')),
    CREDIT: [told.yuan(told.arrearsLimitOf(key)), told.yuan(told.paymentOf(key))],
    TARIFF: [told.yuan(told.rateOf(key)), told.yuan(told.agencyFeeOf(key))],
  }[section] as string[];
};
const ids = (...keys: string[]): string[] => keys.map((key) => story.id(key));

// On t everybody has an open reading session, on g everybody holds a grant, whatever their office.
describe.each([
  ['RECORDS', 'gz.director', 'x', 2],
  ['RECORDS', 'gd.director', 'x', 2],
  ['COMPLAINTS', 'gz.director', 'x', 1],
  ['CREDIT', 'gz.director', 't', 1],
  ['CREDIT', 'gd.director', 'g', 1],
  ['TARIFF', 'manager-of-t', 't', 1],
  ['TARIFF', 'gz.auditor', 'g', 1],
])('%s is copied', (section, who, key, rows) => {
  it(`by ${who} of ${key}, and registered`, async () => {
    const { told: one, text } = await copy(story, who, { accountIds: ids(key), sections: [section] });
    expect(one).toMatchObject({ status: 'READY', rowsWritten: rows, rowsWithheld: 0 });
    for (const value of valuesOf(section, key)) expect(text).toContain(value);
    const lines = await registered(story, one.registerNumber);
    expect(lines).toMatchObject(
      ['export', 'downloadExport'].map((operation) => ({ section, outcome: 'READ', operation, accounts: 1 })),
    );
    for (const { purpose } of lines) expect(purpose).toMatch(/^(年度走访准备|CANARY-PURPOSE-.*)$/);
  });
});

describe.each([
  ['RECORDS', 'express.director', 'x', 'g', 'a bureau'],
  ['RECORDS', 'gz.auditor', 'x', 'g', 'no office of it'],
  ['COMPLAINTS', 'express.director', 'x', 'g', 'a bureau'],
  ['CREDIT', 'gz.director', 'x', 't', 'its own unit without a reading session'],
  ['CREDIT', 'gd.director', 't', 'g', 'a superior with a reading session, but no grant'],
  ['TARIFF', 'manager-of-x', 'x', 't', 'its manager without a reading session'],
  ['TARIFF', 'gz.director', 't', 'x', 'its own unit with a reading session'],
  ['TARIFF', 'gz.director', 'g', 'x', 'its own unit with a grant'],
  ['TARIFF', 'manager-of-t', 'x', 't', 'the manager of another'],
])('%s is not copied', (section, who, key, other, what) => {
  const asked = () => ({ sections: [section] });

  it(`by ${what}: ${who} of ${key}`, async () => {
    const { told: one, text } = await copy(story, who, { accountIds: ids(key), ...asked() });
    expect(one).toMatchObject({ status: 'FAILED', failure: 'EXPORT_EMPTY', href: null });
    expect(text).toBe('');
    expect(await registered(story, one.registerNumber)).toMatchObject([
      { section, outcome: 'REFUSED', operation: 'export', accounts: 1 },
    ]);
    // Beside another section and another account no byte of it stands either.
    const beside = await copy(story, who, {
      accountIds: ids(key, other),
      sections: ['BASIC', 'USAGE', section],
    });
    expect(beside.text).toContain(told.accountNo(key));
    for (const value of valuesOf(section, key)) expect(beside.text).not.toContain(value);
    const refused = await registered(story, beside.told.registerNumber);
    expect(refused).toContainEqual(
      expect.objectContaining({ section, outcome: 'REFUSED', operation: 'export' }),
    );
  });
});

it('shows what was entered of service, and every record under headings of its own', async () => {
  const { told: asked } = await requestExport(story, 'gz.director', {
    accountIds: ids('t'),
    sections: ['SERVICE', 'RECORDS', 'COMPLAINTS', 'CREDIT'],
    format: 'XLSX',
  });
  const one = await settled(story, 'gz.director', asked.id);
  const sheets = await sheetsOf((await download(story, 'gz.director', one.id)).bytes);
  const cells = (title: string, row: number): string[] => sheets[title][row].slice(5);
  expect(cells('服务情况', 3)).toEqual(['责任单位', '责任人', '客户经理', '客户经理(副)', '服务方式']);
  expect(cells('服务情况', 4).slice(1)).toEqual(
    ['responsiblePerson', 'manager', 'deputy', 'serviceMode'].map((field) =>
      told.canary('SERVICE', 't', field),
    ),
  );
  expect(cells('各类记录', 4).slice(0, 3)).toEqual([
    '2025-01-03 11:04:05',
    '速递',
    String(told.piecesOf('t')),
  ]);
  expect(cells('投诉记录', 4)).toEqual([
    ...['2025-03-03 11:04:05', '网络'],
    ...['taker', 'topic', 'detail'].map((field) => told.canary('COMPLAINTS', 't', field)),
    '2025-04-03 11:04:05',
    ...['handler', 'action'].map((field) => told.canary('COMPLAINTS', 't', field)),
    '是',
  ]);
  expect(cells('信用等级', 4)).toEqual([
    ...['AA', String(told.arrearsLimitOf('t') / 100), '47', '2025-06-07', '2025-05'],
    String(told.paymentOf('t') / 100),
  ]);
});

it('shows the lawful basis of a key person', async () => {
  const who = 'gz.account-manager';
  const { told: one } = await requestExport(story, who, {
    accountIds: ids('g'),
    sections: ['KEY_PERSONS'],
  });
  await decideExport(story, 'gz.custodian', one.id);
  await settled(story, who, one.id);
  expect((await download(story, who, one.id)).text).toMatch(/CANARY-KP-g-hobbies1,[^,\r]+\r/);
});

it('does not leave once the reading session it was written in has ended', async () => {
  const who = 'gz.director';
  const { told: asked } = await requestExport(story, who, { accountIds: ids('t'), sections: ['CREDIT'] });
  expect(await settled(story, who, asked.id)).toMatchObject({ status: 'READY' });
  const session = (ended: string): Promise<unknown> =>
    story.sql(
      `UPDATE reading_sessions SET ended_at = ${ended} WHERE account_id = $1
       AND staff_id = (SELECT id FROM staff WHERE username = $2)`,
      [story.key('t').accountId, who],
    );
  await session('now()');
  const refused = await download(story, who, asked.id);
  await session('NULL');
  expect([refused.status, (JSON.parse(refused.text) as { code: string }).code]).toEqual([
    403,
    'EXPORT_REVOKED',
  ]);
  for (const value of valuesOf('CREDIT', 't')) expect(refused.text).not.toContain(value);
  expect(await story.sql('SELECT 1 FROM export_files')).toEqual([]);
});

it('waits for a second person once a table has over 100 rows of few accounts', async () => {
  const { provinceId, accountId, cityId } = story.key('x');
  const add = (count: number): Promise<unknown> =>
    story.sql(
      `INSERT INTO visits (province_id, account_id, city_id, at, staff_name, subject)
       SELECT $1, $2, $3, '2024-01-01'::timestamptz + g * interval '1 hour', '走访人', '例行走访'
       FROM generate_series(1, $4::int) g`,
      [provinceId, accountId, cityId, count],
    );
  const input = { accountIds: ids('x'), sections: ['RECORDS', 'SERVICE'] };
  await add(98); // a pickup and a visit are there: 100 rows, and one more of service
  expect((await copy(story, 'gz.director', input)).told).toMatchObject({ status: 'READY', rowsWritten: 101 });
  await add(1);
  const { told: asked } = await requestExport(story, 'gz.director', input);
  expect(asked).toMatchObject({ status: 'QUEUED', isDecisionNeeded: false });
  const waits = await settled(story, 'gz.director', asked.id);
  expect(waits).toMatchObject({ status: 'REQUESTED', isDecisionNeeded: true, rowsWritten: null, href: null });
  expect(await story.sql('SELECT 1 FROM export_files')).toEqual([]);
  expect((await download(story, 'gz.director', asked.id)).status).toBe(409);
  expect((await decideExport(story, 'gz.custodian', asked.id)).told.status).toBe('QUEUED');
  expect(await settled(story, 'gz.director', asked.id)).toMatchObject({ status: 'READY', rowsWritten: 102 });
});
