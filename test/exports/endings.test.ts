import { encodeId } from '../../server/graphql/global-id';
import { useStory } from '../kit/story';
import { decideExport, download, registered, requestExport, settled, type Told } from './stage';

const story = useStory();
const MANAGER = 'gz.account-manager';

/** A file of somebody that waits to be downloaded. */
async function readyFile(who = 'gz.director', account = 'x', section = 'CONTACT'): Promise<Told> {
  const { told } = await requestExport(story, who, { accountIds: [story.id(account)], sections: [section] });
  if (told.isDecisionNeeded) await decideExport(story, 'gz.custodian', told.id);
  const ready = await settled(story, who, told.id);
  expect(ready).toMatchObject({ status: 'READY', href: `/exports/${told.id}` });
  return ready;
}
const codeOf = ({ text }: { text: string }): string => (JSON.parse(text) as { code: string }).code;
const files = async (): Promise<number> => (await story.sql('SELECT 1 FROM export_files')).length;
const statusOf = async (who: string, { id }: Told): Promise<string> => (await settled(story, who, id)).status;
const keyOf = ({ registerNumber }: Told): number => Number(registerNumber.split('-')[2]);
/** Nobody waits for the cache of viewers: asked from the next session on. */
const anew = (who: string): void => story.forget(who);

it('is for its requester alone, and once', async () => {
  const one = await readyFile();
  for (const who of ['gz.custodian', 'gd.director', 'sz.director', 'token:full'])
    expect(codeOf(await download(story, who, one.id))).toBe('NOT_FOUND');
  expect(await download(story, null, one.id)).toMatchObject({ status: 401 });
  expect((await download(story, 'gz.director', one.id, 'HEAD')).status).toBe(404);
  const [first, second] = await Promise.all([1, 2].map(() => download(story, 'gz.director', one.id)));
  expect([first.status, second.status].sort()).toEqual([200, 410]);
  const late = await download(story, 'gz.director', one.id);
  expect([late.status, codeOf(late)]).toEqual([410, 'EXPORT_SPENT']);
  expect(await statusOf('gz.director', one)).toBe('DOWNLOADED');
  expect(await files()).toBe(0);
});

it('waits 24 hours and no instant longer; then the file is removed', async () => {
  const one = await readyFile();
  const [{ hours }] = await story.sql<{ hours: number }>(
    `SELECT round(extract(epoch FROM expires_at - now()) / 3600)::int AS hours FROM exports WHERE id = $1`,
    [keyOf(one)],
  );
  expect(hours).toBe(24);
  await story.sql('UPDATE exports SET expires_at = now() WHERE id = $1', [keyOf(one)]);
  expect(codeOf(await download(story, 'gz.director', one.id))).toBe('EXPORT_SPENT');
  expect(await files()).toBe(1);
  expect(await story.server.app.platform.exports.queue.expire()).toBe(1);
  expect(await files()).toBe(0);
  expect(await statusOf('gz.director', one)).toBe('EXPIRED');
});

it('does not leave when the grant it was written under was revoked', async () => {
  const one = await readyFile(MANAGER, 'g', 'KEY_PERSONS');
  const end = (valid: string): Promise<unknown> =>
    story.sql(
      `UPDATE access_grants SET valid_to = ${valid} WHERE account_id = $1
       AND staff_id = (SELECT id FROM staff WHERE username = $2)`,
      [story.key('g').accountId, MANAGER],
    );
  await end('now()');
  const refused = await download(story, MANAGER, one.id);
  expect([refused.status, codeOf(refused)]).toEqual([403, 'EXPORT_REVOKED']);
  expect(refused.text).not.toContain('CANARY');
  expect(await files()).toBe(0);
  await end(`'2090-01-01'`);
  expect(codeOf(await download(story, MANAGER, one.id))).toBe('EXPORT_REVOKED');
  expect((await registered(story, one.registerNumber)).at(-1)).toMatchObject({
    outcome: 'REFUSED',
    operation: 'downloadExport',
  });
});

it('does not leave when a person in it was erased', async () => {
  const one = await readyFile(MANAGER, 'g', 'KEY_PERSONS');
  const { provinceId, accountId } = story.key('g');
  const [{ id }] = await story.sql<{ id: number }>(
    'SELECT min(id)::int AS id FROM key_persons WHERE account_id = $1',
    [accountId],
  );
  const erased = await (
    await story.as('gz.custodian')
  )(
    'mutation Erase($input: EraseKeyPersonInput!) { eraseKeyPerson(input: $input) { erasedAt userErrors { code } } }',
    {
      input: {
        keyPersonId: encodeId('KeyPerson', provinceId, id),
        expectedVersion: 1,
        reason: '本人要求删除',
      },
    },
  );
  expect(erased.text).toContain('"userErrors":[]');
  const refused = await download(story, MANAGER, one.id);
  expect([refused.status, codeOf(refused)]).toEqual([403, 'EXPORT_REVOKED']);
  expect(await files()).toBe(0);
  const later = await readyFile(MANAGER, 'g', 'KEY_PERSONS');
  expect((await download(story, MANAGER, later.id)).status).toBe(200);
});

it.each([
  ['the role', `roles = '{CREDIT_OFFICER}'`, 'EXPORT_REVOKED'],
  ['the place', `organisation_id = (SELECT id FROM organisations WHERE code = '440300')`, 'NOT_FOUND'],
  ['the right to sign in', 'disabled_at = now()', 'UNAUTHENTICATED'],
])('does not leave when its requester has lost %s', async (_what, change, code) => {
  const who = 'gz.marketer';
  const one = await readyFile(who);
  await story.sql(`CREATE TABLE kept AS SELECT * FROM staff WHERE username = '${who}'`);
  await story.sql(`UPDATE staff SET ${change} WHERE username = '${who}'`);
  if (code !== 'UNAUTHENTICATED') anew(who);
  else await new Promise((resolve) => setTimeout(resolve, 3_200));
  expect(codeOf(await download(story, who, one.id))).toBe(code);
  await story.sql(
    `UPDATE staff s SET roles = k.roles, organisation_id = k.organisation_id, disabled_at = NULL FROM kept k
     WHERE s.username = k.username; DROP TABLE kept`,
  );
  anew(who);
  await story.sql('DELETE FROM export_files');
});

it('stops in the middle where a right ends: who is disabled copies nothing', async () => {
  const { told } = await requestExport(story, MANAGER, {
    accountIds: [story.id('g')],
    sections: ['KEY_PERSONS'],
  });
  await story.sql(`UPDATE staff SET disabled_at = now() WHERE username = '${MANAGER}'`);
  await decideExport(story, 'gz.custodian', told.id);
  await story.server.app.platform.exports.queue.workOff();
  await story.sql(`UPDATE staff SET disabled_at = NULL WHERE username = '${MANAGER}'`);
  expect(await statusOf(MANAGER, told)).toBe('REVOKED');
  expect(await files()).toBe(0);
});

describe('with the register down', () => {
  afterEach(() => story.sql('GRANT INSERT ON access_register TO kam_app'));

  it('no file is written', async () => {
    await story.sql('REVOKE INSERT ON access_register FROM kam_app');
    const { told } = await requestExport(story, 'gz.director', {
      accountIds: [story.id('x')],
      sections: ['CONTACT'],
    });
    expect(await settled(story, 'gz.director', told.id)).toMatchObject({
      status: 'FAILED',
      failure: 'REGISTER_UNAVAILABLE',
    });
    expect(await files()).toBe(0);
  });

  it('no file leaves, and it is still there afterwards', async () => {
    const one = await readyFile();
    await story.sql('REVOKE INSERT ON access_register FROM kam_app');
    const refused = await download(story, 'gz.director', one.id);
    expect([refused.status, codeOf(refused)]).toEqual([503, 'REGISTER_UNAVAILABLE']);
    expect(refused.text).not.toContain('CANARY');
    await story.sql('GRANT INSERT ON access_register TO kam_app');
    expect((await download(story, 'gz.director', one.id)).text).toContain('CANARY-CONTACT-x-address');
  });
});

describe('at rest', () => {
  it('a file is ciphertext', async () => {
    const one = await readyFile();
    const [{ sealed }] = await story.sql<{ sealed: Buffer }>('SELECT sealed FROM export_files');
    expect(sealed.length).toBeGreaterThan(300);
    for (const clear of ['CANARY', '登记号', one.registerNumber]) expect(sealed.includes(clear)).toBe(false);
    const [{ found }] = await story.sql<{ found: number }>(
      `SELECT count(*)::int AS found FROM exports e WHERE e::text LIKE '%CANARY-CONTACT%'`,
    );
    expect(found).toBe(0);
    expect((await download(story, 'gz.director', one.id)).text).toContain('CANARY-CONTACT-x-address');
  });

  it('the file of another export does not open', async () => {
    const [mine, other] = [await readyFile(), await readyFile(MANAGER, 'g')];
    await story.sql(
      `UPDATE export_files SET sealed = (SELECT sealed FROM export_files WHERE export_id = $2) WHERE export_id = $1`,
      [keyOf(mine), keyOf(other)],
    );
    const refused = await download(story, 'gz.director', mine.id);
    expect([refused.status, codeOf(refused)]).toEqual([500, 'INTERNAL']);
    expect(refused.text).not.toContain('CANARY');
  });
});

it('nothing confidential of an export is in the log', () => {
  expect(story.server.log.join('')).not.toMatch(/CANARY-(CONTACT|KP)/);
});
