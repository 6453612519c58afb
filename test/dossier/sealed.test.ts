import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { LazySession } from '../../server/db/database';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { encodeId } from '../../server/graphql/global-id';
import { ACCOUNTS, CANARY, DOSSIER, idOf, useStage, type Reply } from './stage';

const stage = useStage();
const SAVE = `mutation Save($input: SaveKeyPersonInput!) { saveKeyPerson(input: $input) {
  keyPersonId version clientMutationId userErrors { code field message } } }`;

let director: Viewer;
let custodian: Viewer;
beforeAll(async () => {
  director = stage.staff('000000', [Role.DIRECTOR]);
  custodian = stage.staff('440100', [Role.CUSTODIAN]);
  for (const account of Object.values(ACCOUNTS)) await stage.grant(director, account, ['KEY_PERSONS']);
});

const read = (): Promise<Reply> =>
  stage.ask(director, '{ accounts { id dossier { keyPersons { id name family lawfulBasis } } } }');
const save = (viewer: Viewer, input: object): Promise<Reply> =>
  stage.ask(viewer, SAVE, {
    input: { accountId: idOf(ACCOUNTS.gz), name: '新人', lawfulBasis: 'CONSENT', ...input },
  });
const refused = ({ data, errors }: Reply): string[] => {
  const payload = data?.saveKeyPerson as { keyPersonId: null; userErrors: { code: string }[] } | null;
  expect(payload?.keyPersonId ?? null).toBeNull();
  return [
    ...(payload?.userErrors ?? []).map(({ code }) => code),
    ...errors.map(({ extensions }) => String(extensions.code)),
  ];
};

describe('key persons at rest', () => {
  it('leave no clear trace in any table', async () => {
    const tables = await stage.admin<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const marks = [`${CANARY}-PERSON`, Buffer.from(`${CANARY}-PERSON`).toString('hex')];
    let contacts = 0;
    for (const { name } of tables) {
      const dump = (await stage.admin<{ row: string }>(`SELECT t::text AS row FROM ${name} t`))
        .map(({ row }) => row)
        .join('\n');
      for (const mark of marks) expect(dump).not.toContain(mark);
      if (dump.includes(`${CANARY}-CONTACT`)) contacts += 1;
    }
    expect(contacts).toBe(1); // the search does find what stands in the clear
  });

  it.each([
    ['another row', `UPDATE key_persons k SET name = o.name FROM key_persons o WHERE k.id = 1 AND o.id = 2`],
    ['another column', 'UPDATE key_persons SET name = family WHERE id = 1'],
    [
      'another province',
      `UPDATE key_persons k SET name = o.name, key_id = o.key_id FROM key_persons o WHERE k.id = 1 AND o.account_id = 103`,
    ],
    ['nowhere', `UPDATE key_persons SET name = set_byte(name, 40, get_byte(name, 40) # 1) WHERE id = 1`],
  ])('fail loudly where a ciphertext comes from %s, and tell nothing', async (_, swap) => {
    expect((await read()).errors).toEqual([]);
    await stage.admin('CREATE TEMP TABLE kept AS SELECT * FROM key_persons');
    await stage.admin(swap);
    const { data, errors, text } = await read();
    await stage.admin(
      'UPDATE key_persons k SET name = kept.name, key_id = kept.key_id FROM kept WHERE k.id = kept.id',
    );
    await stage.admin('DROP TABLE kept');
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['accounts.0.dossier.keyPersons', 'INTERNAL'],
    ]);
    expect(text).not.toContain(`${CANARY}-PERSON-101`);
    expect((data?.accounts as object[])[2]).toMatchObject({ dossier: { keyPersons: [{}, {}] } }); // others go on
    expect(stage.log.join()).toContain('key_persons.name in row (2, 1) does not belong there');
    expect(stage.log.join()).not.toContain(CANARY);
  });

  it('are opened cell by cell: a moved value fails where it is read, and nowhere else', async () => {
    await stage.admin('CREATE TEMP TABLE kept AS SELECT * FROM key_persons');
    await stage.admin('UPDATE key_persons SET family = hobbies WHERE id = 1');
    const { errors, text } = await read();
    await stage.admin('UPDATE key_persons k SET family = kept.family FROM kept WHERE k.id = kept.id');
    await stage.admin('DROP TABLE kept');
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['accounts.0.dossier.keyPersons.0.family', 'INTERNAL'],
    ]);
    expect(text).toContain(`${CANARY}-PERSON-101`);
    expect(stage.log.join()).toContain('key_persons.family in row (2, 1) does not belong there');
  });

  it('are read in as many statements for a hundred accounts as for one', async () => {
    await stage.admin(`INSERT INTO accounts (province_id, id, city_id, unit_id, organisation_id, account_no, name, initials, identity_id)
      SELECT 3, 1000 + n, 6, 0, 6, 'B' || n, '客户' || n, 'KH', 1 FROM generate_series(1, 100) n`);
    const query = jest.spyOn(LazySession.prototype, 'query');
    const statements = async (viewer: Viewer): Promise<number> => {
      query.mockClear();
      const { text } = await stage.ask(viewer, `{ accounts { ${DOSSIER} } }`);
      expect(text).toContain(`${CANARY}-BASIC`);
      // The tree of organisations is the process's, read again every few seconds by a session of its own.
      const sessions = new Set(query.mock.contexts);
      const counts = [...sessions].map((one) => query.mock.contexts.filter((other) => other === one).length);
      return Math.max(...counts);
    };
    await stage.ask(director, '{ accounts { id } }');
    const [one, many] = [
      await statements(stage.staff('440190', [Role.DIRECTOR])),
      await statements(stage.staff('330100', [Role.DIRECTOR])),
    ];
    expect({ one, many }).toEqual({ one: 5, many: 5 }); // list, accounts, standings, basic, contact
    // Four of them under a grant: one more statement for the persons, one less for contacts nobody above may read.
    expect(await statements(director)).toBe(5);
    query.mockRestore();
    await stage.admin('DELETE FROM accounts WHERE id > 1000');
  });
});

describe('entering key persons', () => {
  it('is for the serving custodian, with a version, and answers no value', async () => {
    const { data, text } = await save(custodian, {
      name: `${CANARY}-PERSON-101-丙name`,
      family: `${CANARY}-PERSON-101-丙family`,
      isDecisionMaker: false,
      clientMutationId: 'm',
    });
    const { keyPersonId } = data?.saveKeyPerson as { keyPersonId: string };
    expect(data?.saveKeyPerson).toMatchObject({ version: 1, clientMutationId: 'm', userErrors: [] });
    expect(text).not.toContain(CANARY);
    expect((await read()).text).toContain(`${CANARY}-PERSON-101-丙family`);
    expect((await read()).text).toContain('"CONSENT"');

    expect(refused(await save(custodian, { keyPersonId }))).toEqual(['CONFLICT']);
    expect(refused(await save(custodian, { keyPersonId, expectedVersion: 2 }))).toEqual(['CONFLICT']);
    expect((await save(custodian, { keyPersonId, expectedVersion: 1 })).data?.saveKeyPerson).toMatchObject({
      version: 2,
    });
    const after = (await read()).text;
    expect(after).toContain('新人');
    expect(after).not.toContain('丙');
  });

  it('is refused to everybody else and changes nothing', async () => {
    const count = async (): Promise<unknown> => stage.admin('SELECT count(*), sum(version) FROM key_persons');
    const before = await count();
    expect(refused(await save(stage.staff('440300', [Role.CUSTODIAN]), {}))).toEqual(['NOT_FOUND']);
    expect(refused(await save(stage.staff('330100', [Role.CUSTODIAN]), {}))).toEqual(['NOT_FOUND']);
    expect(refused(await save(stage.staff('440000', [Role.CUSTODIAN]), {}))).toEqual(['FORBIDDEN']);
    expect(refused(await save(stage.staff('000000', [Role.CUSTODIAN]), {}))).toEqual(['FORBIDDEN']);
    expect(refused(await save(custodian, { accountId: idOf(ACCOUNTS.unit) }))).toEqual(['FORBIDDEN']);
    for (const role of Object.values(Role).filter((one) => one !== Role.CUSTODIAN))
      expect(refused(await save(stage.staff('440100', [role]), {}))).toEqual(['FORBIDDEN']);
    // Somebody else's person under one's own account is not there.
    const [{ id }] = await stage.admin<{ id: string }>(
      'SELECT id FROM key_persons WHERE account_id = 102 LIMIT 1',
    );
    const keyPersonId = encodeId('KeyPerson', 2, Number(id));
    const another = await save(custodian, { keyPersonId, expectedVersion: 1 });
    const absent = { keyPersonId: encodeId('KeyPerson', 2, 999_999), expectedVersion: 1 };
    expect(refused(another)).toEqual(['CONFLICT']);
    expect(await save(custodian, absent)).toEqual(another); // an id tells nobody whether it is anybody
    expect(refused(await save(custodian, { name: ' ' }))).toEqual(['BAD_USER_INPUT']);
    expect(refused(await save(custodian, { lawfulBasis: undefined }))).toEqual(['BAD_USER_INPUT']);
    const minor = await save(custodian, { family: `${CANARY}之女8岁` });
    expect(refused(minor)).toEqual(['PERSONAL_DATA_REFUSED']);
    expect(minor.text).not.toContain(CANARY);
    const { text } = await save(custodian, { hobbies: CANARY.repeat(1001) });
    expect(text).toContain('BAD_USER_INPUT');
    expect(text).not.toContain(CANARY);
    expect(await count()).toEqual(before);
    expect(await stage.admin('SELECT province_id FROM data_keys WHERE province_id NOT IN (2, 3)')).toEqual(
      [],
    );
  });

  it('takes a thousand at once in under two seconds', async () => {
    const person = {
      name: '示例',
      position: '经理',
      isDecisionMaker: true,
      family: '家',
      homeAddress: '路',
      hobbies: '棋',
      lawfulBasis: null,
    };
    const from = performance.now();
    const ids = await stage.dossiers.saveKeyPersons(
      SYSTEM_SCOPE,
      Array.from({ length: 1000 }, (_, at) => ({ ...Object.values(ACCOUNTS)[at % 4], ...person })),
    );
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(new Set(ids).size).toBe(1000);
    await expect(
      stage.dossiers.saveKeyPersons(SYSTEM_SCOPE, [{ provinceId: 2, accountId: 999, ...person }]),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const minor = { ...ACCOUNTS.gz, ...person, family: '女儿8岁' };
    await expect(stage.dossiers.saveKeyPersons(SYSTEM_SCOPE, [minor])).rejects.toMatchObject({
      code: 'PERSONAL_DATA_REFUSED',
    });
  });
});
