import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { ACCOUNTS, idOf, useStage, type Reply } from './stage';

const stage = useStage();
const OPEN = `mutation Open($input: RegisterAccessInput!) { registerAccess(input: $input) {
  readingSession { id purpose sections isOpen endedAt validFrom validTo accounts { name } } clientMutationId
  userErrors { code field } } }`;
const END = `mutation End($input: EndAccessInput!) { endAccess(input: $input) {
  readingSession { id isOpen endedAt } userErrors { code field } } }`;
const HOUR = 3_600_000;

let manager: Viewer;
let director: Viewer;
beforeAll(() => {
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  director = stage.staff('440000', [Role.DIRECTOR]);
});
beforeEach(() => stage.admin('TRUNCATE reading_sessions'));

const ahead = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();
const open = (viewer: Viewer, input: object = {}): Promise<Reply> =>
  stage.ask(viewer, OPEN, {
    input: {
      ...{ purpose: '季度走访', accountIds: [idOf(ACCOUNTS.gz)], sections: ['CONTACT'], until: ahead(HOUR) },
      ...input,
    },
  });
const end = (viewer: Viewer, readingSessionId: string): Promise<Reply> =>
  stage.ask(viewer, END, { input: { readingSessionId } });
const sessionOf = ({ data, text }: Reply): Record<string, unknown> & { id: string } => {
  const payload = Object.values(data ?? {})[0] as { readingSession: { id: string } | null } | null;
  if (!payload?.readingSession) throw new Error(text);
  return payload.readingSession;
};
const refusal = ({ data, errors }: Reply): string[] => {
  const payload = Object.values(data ?? {})[0] as {
    readingSession: object | null;
    userErrors: { code: string; field: string }[];
  } | null;
  if (payload?.readingSession) throw new Error('it was not refused');
  const expected = (payload?.userErrors ?? []).map(({ code, field }) => `${code} ${field}`);
  return [...expected, ...errors.map(({ extensions }) => String(extensions.code))];
};
const written = async (): Promise<number> => (await stage.admin('SELECT FROM reading_sessions')).length;

it('opens over all accounts named, once each, with the purpose, until the instant asked for', async () => {
  const [gz, sz] = [idOf(ACCOUNTS.gz), idOf(ACCOUNTS.sz)];
  const until = ahead(2 * HOUR);
  const input = {
    accountIds: [gz, sz, gz],
    sections: ['USAGE', 'BASIC', 'USAGE'],
    until,
    clientMutationId: 'c',
  };
  const reply = await open(director, input);
  expect(sessionOf(reply)).toMatchObject({
    purpose: '季度走访',
    sections: ['BASIC', 'USAGE'],
    isOpen: true,
    endedAt: null,
    validTo: new Date(until),
    accounts: [{ name: '广州客户' }, { name: '深圳客户' }],
  });
  expect(reply.text).toContain('"clientMutationId":"c"');
  expect(
    await stage.admin(`SELECT account_id::int, city_id, staff_name, staff_organisation_id, session_id = min(session_id) OVER ()
      AS same FROM reading_sessions ORDER BY 1`),
  ).toEqual([
    { account_id: 101, city_id: 4, staff_name: director.name, staff_organisation_id: 2, same: true },
    { account_id: 102, city_id: 5, staff_name: director.name, staff_organisation_id: 2, same: true },
  ]);
});

it('is for what one reads by right of every account named', async () => {
  expect(refusal(await open(director))).toEqual(['SECTION_NOT_BY_RIGHT sections']); // superiors need a grant
  expect(refusal(await open(manager, { sections: ['CONTACT', 'KEY_PERSONS'] }))).toEqual([
    'SECTION_NOT_BY_RIGHT sections',
  ]);
  const mixed = { accountIds: [idOf(ACCOUNTS.gz), idOf(ACCOUNTS.unit)] }; // a unit serves the second
  expect(refusal(await open(manager, mixed))).toEqual(['SECTION_NOT_BY_RIGHT sections']);
  expect(refusal(await open(manager, { sections: [] }))).toEqual(['SECTION_NOT_BY_RIGHT sections']);
  for (const accountId of [idOf(ACCOUNTS.sz), idOf({ provinceId: 2, accountId: 999 })])
    expect(refusal(await open(manager, { accountIds: [idOf(ACCOUNTS.gz), accountId] }))).toEqual([
      'NOT_FOUND accountIds',
    ]);
  for (const role of [Role.ADMIN, Role.INGEST])
    expect(refusal(await open(stage.staff('440100', [role])))).toEqual(['FORBIDDEN']);
  const token = { ...manager, kind: 'TOKEN' as const, tokenId: 1, staffId: 0 };
  expect(refusal(await open(token))).toEqual(['FORBIDDEN null']);
  expect(await written()).toBe(0);
});

it('needs a purpose, accounts and an end that lies ahead, by no more than a working day', async () => {
  for (const purpose of ['', ' 走访 ', 'x'.repeat(501)])
    expect(refusal(await open(manager, { purpose }))).toEqual(['BAD_USER_INPUT purpose']);
  for (const until of [ahead(-1000), ahead(12 * HOUR + 60_000)])
    expect(refusal(await open(manager, { until }))).toEqual(['BAD_USER_INPUT until']);
  const many = Array.from({ length: 101 }, (_, at) => idOf({ provinceId: 2, accountId: 200 + at }));
  for (const accountIds of [[], many])
    expect(refusal(await open(manager, { accountIds }))).toEqual(['BAD_USER_INPUT accountIds']);
  expect(await written()).toBe(0);
});

it('is ended by whoever opened it, before its time and once', async () => {
  const { id } = sessionOf(await open(manager));
  const second = { ...manager, staffId: 4711 };
  for (const other of [second, { ...manager, staffProvinceId: 3 }, stage.staff('440100', [Role.CUSTODIAN])])
    expect(refusal(await end(other, id))).toEqual(['NOT_FOUND readingSessionId']);
  expect(sessionOf(await end(manager, id))).toMatchObject({ id, isOpen: false, endedAt: expect.any(Date) });
  expect(refusal(await end(manager, id))).toEqual(['INVALID_STATE readingSessionId']);
});

it('is over at the very instant, and not open before its time', async () => {
  const { id } = sessionOf(await open(manager));
  const isOpen = async (): Promise<boolean> => {
    const { data } = await stage.ask(manager, '{ readingSessions(isOpen: true) { edges { node { id } } } }');
    return (data?.readingSessions as { edges: object[] }).edges.length === 1;
  };
  expect(await isOpen()).toBe(true);
  await stage.admin(`UPDATE reading_sessions SET valid_from = now() - interval '1 hour', valid_to = now()`);
  expect(await isOpen()).toBe(false);
  expect(refusal(await end(manager, id))).toEqual(['INVALID_STATE readingSessionId']);
  await stage.admin(
    `UPDATE reading_sessions SET valid_from = now() + interval '1 hour', valid_to = now() + interval '2 hours'`,
  );
  expect(await isOpen()).toBe(false);
});

it('lists one’s own and nobody else’s, page by page', async () => {
  const ids = [sessionOf(await open(manager)).id, sessionOf(await open(manager)).id];
  await open({ ...manager, staffId: 4711 });
  const page = async (
    viewer: Viewer,
    after: string | null = null,
  ): Promise<{ cursor: string; node: { id: string } }[]> => {
    const { data } = await stage.ask(
      viewer,
      'query($after: String) { readingSessions(first: 1, after: $after) { edges { cursor node { id } } } }',
      { after },
    );
    return (data?.readingSessions as { edges: { cursor: string; node: { id: string } }[] }).edges;
  };
  const [newest] = await page(manager);
  const [oldest] = await page(manager, newest.cursor);
  expect([oldest.node.id, newest.node.id]).toEqual(ids);
  expect(await page(manager, oldest.cursor)).toEqual([]);
  expect(await page(stage.staff('440100', [Role.CUSTODIAN]))).toEqual([]);
});
