import { Client } from 'pg';
import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { ACCOUNTS, CANARY, DOSSIER, idOf, outputOf, useStage, type Reply } from './stage';

const stage = useStage();
let manager: Viewer;
let grantId: string;
beforeAll(async () => {
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  grantId = await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
});

const read = (): Promise<Reply> =>
  stage.ask(manager, `query Read($id: ID!) { account(id: $id) { ${DOSSIER} } }`, { id: idOf(ACCOUNTS.gz) });

function expectShut({ data, errors, text }: Reply): void {
  expect(data?.account).toMatchObject({
    name: '广州客户',
    dossier: { basic: { nature: `${CANARY}-BASIC-101-nature` }, contact: { phone: null }, keyPersons: null },
  });
  expect(text.match(new RegExp(`${CANARY}-(?!BASIC-)`))).toBeNull();
  expect(text).not.toContain(outputOf(101));
  expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['REGISTER_UNAVAILABLE']));
  expect(errors).toHaveLength(10); // three of finance, six of contact, the list of persons
}

async function expectOpen(): Promise<void> {
  const { errors, text } = await read();
  expect(errors).toEqual([]);
  for (const mark of [`${CANARY}-PERSON-101`, `${CANARY}-CONTACT-101`, outputOf(101)])
    expect(text).toContain(mark);
}

describe('with the access register down', () => {
  it.each([
    [
      'without the right to write',
      'REVOKE INSERT ON access_register FROM kam_app',
      'GRANT INSERT ON access_register TO kam_app',
    ],
    [
      'with the table gone',
      'ALTER TABLE access_register RENAME TO lost',
      'ALTER TABLE lost RENAME TO access_register',
    ],
    [
      'with a policy that refuses',
      'ALTER POLICY append ON access_register WITH CHECK (false)',
      'ALTER POLICY append ON access_register WITH CHECK (true)',
    ],
    [
      'with a row that does not fit',
      'ALTER TABLE access_register ADD CONSTRAINT full_disk CHECK (false) NOT VALID',
      'ALTER TABLE access_register DROP CONSTRAINT full_disk',
    ],
  ])('%s: nothing confidential leaves, the rest answers, and it recovers', async (_, break_, mend) => {
    await expectOpen();
    await stage.admin(break_);
    try {
      expectShut(await read());
    } finally {
      await stage.admin(mend);
    }
    await expectOpen();
    expect(stage.log.join()).toContain('access register not written');
    expect(stage.log.join()).not.toContain(CANARY);
  });

  it('locked: answers after the register’s own time-out', async () => {
    const release = await locked();
    try {
      const from = performance.now();
      expectShut(await read());
      expect(performance.now() - from).toBeLessThan(5_000);
    } finally {
      await release();
    }
    await expectOpen();
  });

  it('with its connections cut: the values of the request that was hit stay in, later ones are read', async () => {
    const release = await locked();
    const answer = read();
    await waiting();
    await stage.admin(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO access_register%'`,
    );
    await release();
    expectShut(await answer);
    await expectOpen();
  });
});

describe('the order of things', () => {
  it('holds every value back until the register is committed', async () => {
    const release = await locked();
    let isAnswered = false;
    const answer = read().then((reply) => {
      isAnswered = true;
      return reply;
    });
    await waiting();
    expect(isAnswered).toBe(false);
    await release();
    expect((await answer).text).toContain(`${CANARY}-PERSON-101`);
  });

  it('gives nothing away where the grant ends between its reading and the values', async () => {
    const release = await locked();
    const answer = read();
    await waiting();
    await stage.admin(`UPDATE access_grants SET valid_from = now() - interval '8 hours', valid_to = now()`);
    await release();
    const { data, errors, text } = await answer;
    expect(data?.account).toMatchObject({ dossier: { keyPersons: null } });
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['account.dossier.keyPersons', 'FIELD_WITHHELD'],
    ]);
    expect(text).not.toContain(`${CANARY}-PERSON`);
    expect(grantId).toBeTruthy();
  });
});

/** Locks the register; answers how to release it. */
async function locked(): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: stage.database.adminUrl });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE access_register IN ACCESS EXCLUSIVE MODE');
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
  };
}

/** Until a writer of the register stands before the lock. */
async function waiting(): Promise<void> {
  for (;;) {
    const rows = await stage.admin(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO access_register%'`,
    );
    if (rows.length > 0) return;
  }
}
