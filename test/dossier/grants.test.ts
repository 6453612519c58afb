import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { encodeId } from '../../server/graphql/global-id';
import { ACCOUNTS, CANARY, DECIDE, DOSSIER, idOf, REQUEST, REVOKE, useStage, type Reply } from './stage';

const stage = useStage();
const READ = `query Read($id: ID!) { account(id: $id) { ${DOSSIER} } }`;

let manager: Viewer;
let custodian: Viewer;
beforeAll(() => {
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  custodian = stage.staff('440100', [Role.CUSTODIAN]);
});
beforeEach(() => stage.admin('TRUNCATE access_register, access_grants'));

const persons = async (viewer: Viewer, account = ACCOUNTS.gz): Promise<string[]> => {
  const { text } = await stage.ask(viewer, READ, { id: idOf(account) });
  return [...text.matchAll(new RegExp(`${CANARY}-PERSON-[0-9]+-.name`, 'g'))].map(([name]) => name);
};
const request = (viewer: Viewer, input: object): Promise<Reply> =>
  stage.ask(viewer, REQUEST, {
    input: { accountId: idOf(ACCOUNTS.gz), sections: ['KEY_PERSONS'], purpose: '客户走访准备', ...input },
  });
const requested = async (viewer: Viewer, input: object = {}): Promise<string> => {
  const { data, text } = await request(viewer, input);
  const { grant } = data?.requestDossierAccess as { grant: { id: string } | null };
  if (!grant) throw new Error(text);
  return grant.id;
};
const decide = (viewer: Viewer, grantId: string, input: object = {}): Promise<Reply> =>
  stage.ask(viewer, DECIDE, { input: { grantId, decision: 'GRANT', ...input } });
const refusal = ({ data, errors }: Reply): string[] => {
  const payload = Object.values(data ?? {})[0] as {
    grant: object | null;
    userErrors: { code: string }[];
  } | null;
  if (payload?.grant) throw new Error('it was not refused');
  return [
    ...(payload?.userErrors ?? []).map(({ code }) => code),
    ...errors.map(({ extensions }) => String(extensions.code)),
  ];
};
const statuses = async (): Promise<string[]> =>
  (await stage.admin<{ status: string }>('SELECT status FROM access_grants ORDER BY id')).map(
    ({ status }) => status,
  );

describe('reading key persons', () => {
  it('needs a request, the custodian’s decision, and is registered with purpose and grant', async () => {
    const grantId = await requested(manager);
    expect(await persons(manager)).toEqual([]);
    const { data } = await decide(custodian, grantId, { reason: '同意' });
    expect(data?.decideDossierAccess).toMatchObject({
      grant: { status: 'GRANTED', sections: ['KEY_PERSONS'], requesterName: manager.name, reason: '同意' },
      userErrors: [],
    });
    const { validFrom, validTo } = (data?.decideDossierAccess as { grant: Record<string, string> }).grant;
    expect(Date.parse(validTo) - Date.parse(validFrom)).toBe(8 * 3_600_000);

    await stage.admin('TRUNCATE access_register');
    const { data: read, errors } = await stage.ask(
      manager,
      `query Both($id: ID!) { account(id: $id) {
      dossier { keyPersons { id name position isDecisionMaker family homeAddress hobbies } again: keyPersons { hobbies } } } }`,
      { id: idOf(ACCOUNTS.gz) },
    );
    expect(errors).toEqual([]);
    expect(read?.account).toMatchObject({
      dossier: {
        keyPersons: [
          { name: `${CANARY}-PERSON-101-甲name`, isDecisionMaker: true },
          { isDecisionMaker: false },
        ],
      },
    });
    expect(
      await stage.admin(`SELECT outcome, section, account_ids::int[] AS accounts, purpose, operation_name,
        grant_id IS NOT NULL AS granted FROM access_register`),
    ).toEqual([
      {
        outcome: 'READ',
        section: 'KEY_PERSONS',
        accounts: [101],
        purpose: '客户走访准备',
        operation_name: 'Both',
        granted: true,
      },
    ]);
  });

  it('is for the holder and the account alone', async () => {
    await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
    expect(await persons(manager)).toHaveLength(2);
    expect(await persons(manager, ACCOUNTS.unit)).toEqual([]);
    for (const role of [Role.DIRECTOR, Role.CUSTODIAN])
      expect(await persons(stage.staff('440100', [role]))).toEqual([]);
    // The same staff id in another province is another person; the same person without a fitting role reads nothing.
    expect(await persons({ ...manager, staffProvinceId: 3 })).toEqual([]);
    expect(await persons({ ...manager, roles: [Role.MARKETER] })).toEqual([]);
    expect(await persons({ ...manager, kind: 'TOKEN', tokenId: 1, staffId: 0 })).toEqual([]);
  });

  it('ends at the very instant, and does not begin before its time', async () => {
    const grantId = await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
    const set = (from: string, to: string) =>
      stage.admin(`UPDATE access_grants SET valid_from = ${from}, valid_to = ${to}`);
    await set(`now() - interval '8 hours'`, `now() + interval '1 second'`);
    expect(await persons(manager)).toHaveLength(2);
    await set(`now() - interval '8 hours'`, 'now()');
    expect(await persons(manager)).toEqual([]);
    const { data } = await stage.ask(
      manager,
      '{ dossierAccessRequests(status: EXPIRED) { edges { node { id status } } } }',
    );
    expect(data?.dossierAccessRequests).toEqual({ edges: [{ node: { id: grantId, status: 'EXPIRED' } }] });
    await set(`now() + interval '1 second'`, `now() + interval '2 seconds'`);
    expect(await persons(manager)).toEqual([]);
  });

  it.each([['custodian'], ['holder']])('ends at once when the %s revokes', async (who) => {
    const grantId = await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
    expect(await persons(manager)).toHaveLength(2);
    const revoke = (viewer: Viewer): Promise<Reply> =>
      stage.ask(viewer, REVOKE, { input: { grantId, reason: '不再需要' } });
    for (const other of [stage.staff('440100', [Role.DIRECTOR]), stage.staff('440000', [Role.CUSTODIAN])])
      expect(refusal(await revoke(other))).toEqual(['NOT_FOUND']);
    const { data } = await revoke(who === 'holder' ? manager : custodian);
    expect(data?.revokeDossierAccess).toMatchObject({ grant: { status: 'REVOKED', reason: '不再需要' } });
    expect(await persons(manager)).toEqual([]);
    expect(refusal(await revoke(custodian))).toEqual(['INVALID_STATE']);
  });

  it('ends for the next mutation of the same request, although the one before has read', async () => {
    const director = stage.staff('440000', [Role.DIRECTOR]);
    const grantId = await stage.grant(director, ACCOUNTS.gz, ['KEY_PERSONS']);
    const nested = 'grant { account { dossier { keyPersons { name } } } }';
    const { data } = await stage.ask(
      director,
      `mutation ReadThenRevoke($account: ID!, $grantId: ID!) {
        one: requestDossierAccess(input: { accountId: $account, sections: [CONTACT], purpose: "另一目的" }) { ${nested} }
        two: revokeDossierAccess(input: { grantId: $grantId, reason: "已完成" }) { ${nested} } }`,
      { account: idOf(ACCOUNTS.gz), grantId },
    );
    const read = (name: string): unknown =>
      (data as Record<string, { grant: { account: { dossier: { keyPersons: unknown } } } }>)[name].grant
        .account.dossier.keyPersons;
    expect(read('one')).toHaveLength(2);
    expect(read('two')).toBeNull();
  });

  it('lets who asked, and nobody else, withdraw a request', async () => {
    const grantId = await requested(manager);
    expect(refusal(await stage.ask(custodian, REVOKE, { input: { grantId, reason: '应当审批' } }))).toEqual([
      'INVALID_STATE',
    ]);
    const { data } = await stage.ask(manager, REVOKE, { input: { grantId, reason: '写错了' } });
    expect(data?.revokeDossierAccess).toMatchObject({ grant: { status: 'REVOKED' } });
    expect(refusal(await decide(custodian, grantId))).toEqual(['INVALID_STATE']);
  });

  it('passes the gate inside a mutation’s payload too, and is registered there', async () => {
    await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
    await stage.admin('TRUNCATE access_register');
    const input = { accountId: idOf(ACCOUNTS.gz), sections: ['KEY_PERSONS'], purpose: 'again' };
    const { text } = await stage.ask(
      custodian,
      `mutation($input: RevokeDossierAccessInput!) { revokeDossierAccess(input: $input) {
      grant { account { dossier { contact { phone } keyPersons { name } } } } } }`,
      { input: { grantId: encodeId('AccessGrant', 2, await lastGrant()), reason: input.purpose } },
    );
    expect(text).toContain(`${CANARY}-CONTACT-101-phone`);
    expect(text).not.toContain(`${CANARY}-PERSON`);
    expect(await stage.admin('SELECT section, outcome FROM access_register ORDER BY 1')).toEqual([
      { section: 'CONTACT', outcome: 'READ' },
      { section: 'KEY_PERSONS', outcome: 'REFUSED' },
    ]);
  });
});

describe('a request', () => {
  it('is refused where no grant could ever be given', async () => {
    const deny = async (viewer: Viewer, sections: string[], account = ACCOUNTS.gz): Promise<string[]> =>
      refusal(await request(viewer, { sections, accountId: idOf(account) }));
    expect(await deny(stage.staff('440100', [Role.MARKETER]), ['KEY_PERSONS'])).toEqual([
      'SECTION_NOT_GRANTABLE',
    ]);
    expect(await deny(stage.staff('000003', [Role.DIRECTOR]), ['KEY_PERSONS'])).toEqual([
      'SECTION_NOT_GRANTABLE',
    ]);
    expect(await deny(manager, ['CONTACT'])).toEqual(['SECTION_NOT_GRANTABLE']); // reads it by right
    expect(await deny(manager, ['KEY_PERSONS', 'CONTACT'])).toEqual(['SECTION_NOT_GRANTABLE']);
    expect(await deny(manager, [])).toEqual(['SECTION_NOT_GRANTABLE']);
    expect(await deny(manager, ['KEY_PERSONS'], ACCOUNTS.sz)).toEqual(['NOT_FOUND']);
    expect(await deny(manager, ['KEY_PERSONS'], { provinceId: 2, accountId: 999 })).toEqual(['NOT_FOUND']);
    expect(await deny(stage.staff('440100', [Role.AUDITOR]), ['KEY_PERSONS'])).toEqual([
      'SECTION_NOT_GRANTABLE',
    ]);
    for (const role of [Role.CUSTODIAN, Role.ANALYST, Role.ADMIN, Role.INGEST, Role.CALL_AGENT])
      expect(await deny(stage.staff('440100', [role]), ['KEY_PERSONS'])).toEqual(['FORBIDDEN']);
    expect(await deny({ ...manager, kind: 'TOKEN', tokenId: 1, staffId: 0 }, ['KEY_PERSONS'])).toEqual([
      'FORBIDDEN',
    ]);
    expect(await statuses()).toEqual([]);
  });

  it('needs a purpose and a time within the rules', async () => {
    for (const purpose of ['', '   走访   ', '走访x', 'x'.repeat(501)])
      expect(refusal(await request(manager, { purpose }))).toEqual(['BAD_USER_INPUT']);
    for (const hours of [0, -1, 9, 2_000_000_000])
      expect(refusal(await request(manager, { hours }))).toEqual(['BAD_USER_INPUT']);
    const { data } = await request(manager, { hours: 3, purpose: ' 四个字符 ', clientMutationId: 'c1' });
    expect(data?.requestDossierAccess).toMatchObject({
      grant: {
        status: 'REQUESTED',
        requestedHours: 3,
        purpose: '四个字符',
        requester: null,
        account: { name: '广州客户' },
      },
      clientMutationId: 'c1',
    });
  });

  it('is made once for the same sections, however fast one clicks', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => request(manager, {})));
    expect(answers.filter(({ text }) => text.includes('GRANT_EXISTS'))).toHaveLength(9);
    expect(await statuses()).toEqual(['REQUESTED']);
    await decide(custodian, encodeId('AccessGrant', 2, await lastGrant()));
    expect(refusal(await request(manager, {}))).toEqual(['GRANT_EXISTS']);
    await stage.admin(`UPDATE access_grants SET valid_from = now() - interval '2 hours', valid_to = now()`);
    expect((await request(manager, {})).errors).toEqual([]);
    expect(await statuses()).toEqual(['GRANTED', 'REQUESTED']);
  });

  it('for L2 runs thirty days', async () => {
    const director = stage.staff('440000', [Role.DIRECTOR]);
    await stage.grant(director, ACCOUNTS.sz, ['CONTACT']);
    expect(await stage.admin('SELECT (valid_to - valid_from)::text AS time FROM access_grants')).toEqual([
      { time: '30 days' },
    ]);
    const { text } = await stage.ask(director, READ, { id: idOf(ACCOUNTS.sz) });
    expect(text).toContain(`${CANARY}-CONTACT-102-phone`);
    expect(text).not.toContain(`${CANARY}-PERSON`);
    const contact = `${CANARY}-CONTACT`;
    const read = async (viewer: Viewer, account = ACCOUNTS.sz): Promise<string> =>
      (await stage.ask(viewer, READ, { id: idOf(account) })).text;
    expect(await read(director, ACCOUNTS.gz)).not.toContain(contact);
    expect(await read({ ...director, staffProvinceId: 3 })).not.toContain(contact);
    expect(await read({ ...director, staffId: 1 })).not.toContain(contact);
    await stage.admin(`UPDATE access_grants SET valid_from = now() - interval '1 hour', valid_to = now()`);
    expect(await read(director)).not.toContain(contact);
    await stage.admin(
      `UPDATE access_grants SET valid_from = now() + interval '1 hour', valid_to = now() + interval '2 hours'`,
    );
    expect(await read(director)).not.toContain(contact);
  });
});

describe('a decision', () => {
  it('is the serving custodian’s alone', async () => {
    const grantId = await requested(manager);
    expect(refusal(await decide(stage.staff('440300', [Role.CUSTODIAN]), grantId))).toEqual(['NOT_FOUND']);
    expect(refusal(await decide(stage.staff('330100', [Role.CUSTODIAN]), grantId))).toEqual(['NOT_FOUND']);
    expect(refusal(await decide(stage.staff('440000', [Role.CUSTODIAN]), grantId))).toEqual(['FORBIDDEN']);
    expect(refusal(await decide(stage.staff('000000', [Role.CUSTODIAN]), grantId))).toEqual(['FORBIDDEN']);
    for (const role of Object.values(Role).filter((one) => one !== Role.CUSTODIAN))
      expect(refusal(await decide(stage.staff('440100', [role]), grantId))).toEqual(['FORBIDDEN']);
    expect(refusal(await decide({ ...custodian, kind: 'TOKEN', tokenId: 1, staffId: 0 }, grantId))).toEqual([
      'FORBIDDEN',
    ]);
    const ofUnit = await requested(stage.staff('440190', [Role.ACCOUNT_MANAGER]), {
      accountId: idOf(ACCOUNTS.unit),
    });
    expect(refusal(await decide(custodian, ofUnit))).toEqual(['FORBIDDEN']); // the city stands above the unit
    expect(await statuses()).toEqual(['REQUESTED', 'REQUESTED']);
  });

  it('is never about one’s own request, in the database neither', async () => {
    const both = stage.staff('440100', [Role.ACCOUNT_MANAGER, Role.CUSTODIAN]);
    const grantId = await requested(both);
    expect(refusal(await decide(both, grantId))).toEqual(['OWN_REQUEST']);
    await expect(
      stage.admin(`UPDATE access_grants SET status = 'GRANTED', decided_at = now(), valid_from = now(),
        valid_to = now() + interval '1 hour', decided_by_province_id = staff_province_id, decided_by_id = staff_id`),
    ).rejects.toThrow('access_grants_not_own');
    await expect(
      stage.admin(
        `UPDATE access_grants SET status = 'GRANTED', valid_from = now(), valid_to = now() + interval '1 hour'`,
      ),
    ).rejects.toThrow('check constraint');
    expect(await statuses()).toEqual(['REQUESTED']);
  });

  it('happens once, whoever else decides at the same time', async () => {
    const grantId = await requested(manager);
    const second = { ...custodian, staffId: 4711 };
    const answers = await Promise.all([
      decide(custodian, grantId),
      decide(second, grantId, { decision: 'REFUSE' }),
      decide(custodian, grantId),
    ]);
    expect(answers.filter(({ text }) => text.includes('INVALID_STATE'))).toHaveLength(2);
    expect(await stage.admin('SELECT version FROM access_grants')).toEqual([{ version: 2 }]);
    expect(refusal(await decide(custodian, grantId))).toEqual(['INVALID_STATE']);
  });

  it('may shorten the time, never lengthen it; a refusal opens nothing', async () => {
    const grantId = await requested(manager, { hours: 4 });
    expect(refusal(await decide(custodian, grantId, { hours: 9 }))).toEqual(['BAD_USER_INPUT']);
    await decide(custodian, grantId, { hours: 1 });
    expect(await stage.admin('SELECT (valid_to - valid_from)::text AS time FROM access_grants')).toEqual([
      { time: '01:00:00' },
    ]);
    await stage.admin('TRUNCATE access_grants');
    const { data } = await decide(custodian, await requested(manager), {
      decision: 'REFUSE',
      reason: '目的不明',
    });
    expect(data?.decideDossierAccess).toMatchObject({
      grant: { status: 'REFUSED', reason: '目的不明', validTo: null },
    });
    expect(await persons(manager)).toEqual([]);
  });
});

describe('the list of requests', () => {
  it('shows one’s own and, to a custodian, those of one’s organisation, purpose and all to nobody else', async () => {
    await requested(manager, { purpose: '秘密目的一' });
    await requested(stage.staff('000000', [Role.DIRECTOR]), { purpose: '秘密目的二' });
    await requested(stage.staff('440300', [Role.DIRECTOR]), {
      accountId: idOf(ACCOUNTS.sz),
      purpose: '秘密目的三',
    });
    const seen = async (viewer: Viewer): Promise<string[]> => {
      const { text } = await stage.ask(
        viewer,
        '{ dossierAccessRequests { edges { node { purpose requesterName requesterOrganisation { code } } } } }',
      );
      return [...text.matchAll(/秘密目的./g)].map(([purpose]) => purpose);
    };
    expect(await seen(manager)).toEqual(['秘密目的一']);
    expect(await seen(custodian)).toEqual(['秘密目的二', '秘密目的一']);
    expect(await seen(stage.staff('440000', [Role.CUSTODIAN]))).toEqual([]);
    expect(await seen(stage.staff('440100', [Role.DIRECTOR]))).toEqual([]);
    expect(await seen(stage.staff('000000', [Role.AUDITOR]))).toEqual([]);
    expect(await seen({ ...custodian, kind: 'TOKEN', tokenId: 1, staffId: 0 })).toEqual([]);
  });

  it('pages without loss or repetition', async () => {
    for (const account of [ACCOUNTS.gz, ACCOUNTS.unit])
      await requested(manager, { accountId: idOf(account) });
    const page = async (
      after: string | null,
    ): Promise<{ edges: { cursor: string; node: { id: string } }[] }> => {
      const { data } = await stage.ask(
        manager,
        'query($after: String) { dossierAccessRequests(first: 1, after: $after) { edges { cursor node { id } } } }',
        { after },
      );
      return data?.dossierAccessRequests as never;
    };
    const one = await page(null);
    const two = await page(one.edges[0].cursor);
    expect(new Set([one.edges[0].node.id, two.edges[0].node.id]).size).toBe(2);
    expect((await page(two.edges[0].cursor)).edges).toEqual([]);
  });
});

async function lastGrant(): Promise<number> {
  return Number((await stage.admin<{ id: string }>('SELECT max(id) AS id FROM access_grants'))[0].id);
}
