import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { encodeId } from '../../server/graphql/global-id';
import { ACCOUNTS, CANARY, idOf, useStage, type Reply } from './stage';

const stage = useStage();
const UPDATE = `mutation Update($input: UpdateDossierSectionInput!) { updateDossierSection(input: $input) {
  version keyPersonId clientMutationId userErrors { code field message } } }`;
const PROPOSAL = `proposal { id status section fields reason proposerName decisionReason changes { field value }
  account { id } } clientMutationId userErrors { code field message }`;
const PROPOSE = `mutation Propose($input: ProposeDossierChangeInput!) { proposeDossierChange(input: $input) { ${PROPOSAL} } }`;
const DECIDE = `mutation Decide($input: DecideDossierChangeInput!) { decideDossierChange(input: $input) { ${PROPOSAL} } }`;
const HISTORY = `query History($id: ID!, $section: DossierSection!, $after: String) {
  dossierHistory(accountId: $id, section: $section, first: 2, after: $after) {
    edges { node { section field keyPersonId oldValue newValue at enteredByName } } pageInfo { hasNextPage endCursor } } }`;
const PROPOSALS = `{ dossierProposals { edges { node { id status fields changes { field value } } } } }`;

interface Payload {
  version?: number | null;
  keyPersonId?: string | null;
  proposal?: {
    id: string;
    status: string;
    fields: string[];
    changes: { field: string; value: string | null }[] | null;
  } | null;
  userErrors: { code: string; field: string | null }[];
}
const payloadOf = (reply: Reply): Payload => Object.values(reply.data ?? {})[0] as Payload;
const codesOf = (reply: Reply): string[] => [
  ...(payloadOf(reply)?.userErrors ?? []).map(({ code }) => code),
  ...reply.errors.map(({ extensions }) => String(extensions.code)),
];
/** The versions of all sections of the account. */
const versions = async (account = ACCOUNTS.gz): Promise<Record<string, number>> => {
  const rows = await stage.admin<{ section: string; version: number }>(
    'SELECT section, version FROM dossier_sections WHERE account_id = $1',
    [account.accountId],
  );
  return Object.fromEntries(rows.map(({ section, version }) => [section, version]));
};
const update = async (viewer: Viewer, section: string, entry: object, more: object = {}): Promise<Reply> => {
  const expectedVersion = (await versions())[section] ?? 0;
  return stage.ask(viewer, UPDATE, {
    input: { accountId: idOf(ACCOUNTS.gz), entry, expectedVersion, ...more },
  });
};
const propose = (viewer: Viewer, entry: object, account = ACCOUNTS.gz): Promise<Reply> =>
  stage.ask(viewer, PROPOSE, { input: { accountId: idOf(account), entry, reason: '走访得知' } });
const decide = (viewer: Viewer, proposalId: string, more: object = {}): Promise<Reply> =>
  stage.ask(viewer, DECIDE, { input: { proposalId, decision: 'ENTER', ...more } });
const history = (viewer: Viewer, section: string, more: object = {}): Promise<Reply> =>
  stage.ask(viewer, HISTORY, { id: idOf(ACCOUNTS.gz), section, ...more });
interface Change {
  field: string;
  oldValue: string | null;
  newValue: string | null;
  enteredByName: string;
}
const changesOf = ({ data }: Reply): Change[] =>
  (data?.dossierHistory as { edges: { node: Change }[] }).edges.map(({ node }) => node);

let custodian: Viewer;
let manager: Viewer;
let director: Viewer;
beforeAll(() => {
  custodian = stage.staff('440100', [Role.CUSTODIAN]);
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  director = stage.staff('440000', [Role.DIRECTOR]);
});

describe('entry by the custodian', () => {
  it('changes the fields that are given and leaves the others; the history has who, when, old and new', async () => {
    const entered = await update(custodian, 'CONTACT', { contact: { phone: ' 000-1234 ', fax: null } });
    expect(payloadOf(entered)).toMatchObject({ version: 2, keyPersonId: null, userErrors: [] });
    expect(entered.text).not.toContain(CANARY);
    const [row] = await stage.admin('SELECT phone, fax, email FROM account_contacts WHERE account_id = 101');
    expect(row).toEqual({ phone: '000-1234', fax: null, email: `${CANARY}-CONTACT-101-email` });
    const told = await history(manager, 'CONTACT');
    const masked: unknown = expect.stringMatching(/^哨兵-[*]+(ne|ax)$/);
    expect(changesOf(told)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'phone', oldValue: masked, newValue: '000***34' }),
        expect.objectContaining({ field: 'fax', oldValue: masked, newValue: null }),
      ]),
    );
    expect(told.text).not.toMatch(/000-1234|101-/);
    expect(changesOf(told)[0].enteredByName).toBe(custodian.name);
  });

  it('keeps amounts exact', async () => {
    await update(custodian, 'BASIC_FINANCE', { finance: { annualOutput: '1234567.08' } });
    const told = await history(manager, 'BASIC_FINANCE');
    expect(changesOf(told)).toEqual([
      expect.objectContaining({ field: 'annualOutput', oldValue: '7654321101.77', newValue: '1234567.08' }),
    ]);
  });

  it('answers alike whether or not a value differs, and records nothing where it does not', async () => {
    const before = await stage.admin(`SELECT count(*) FROM dossier_changes WHERE section = 'BASIC'`);
    const same = await update(custodian, 'BASIC', { basic: { size: `${CANARY}-BASIC-101-size` } });
    expect(payloadOf(same)).toEqual(
      expect.objectContaining({ version: 2, keyPersonId: null, clientMutationId: null, userErrors: [] }),
    );
    expect(await stage.admin(`SELECT count(*) FROM dossier_changes WHERE section = 'BASIC'`)).toEqual(before);
  });

  it('refuses a version that has passed; of two at once one enters', async () => {
    const { BASIC: version } = await versions();
    const stale = await update(
      custodian,
      'BASIC',
      { basic: { size: '大' } },
      { expectedVersion: version - 1 },
    );
    expect(codesOf(stale)).toEqual(['CONFLICT']);
    const both = await Promise.all(
      ['大', '中'].map((size) =>
        update(custodian, 'BASIC', { basic: { size } }, { expectedVersion: version }),
      ),
    );
    expect(both.flatMap(codesOf)).toEqual(['CONFLICT']);
    expect((await versions()).BASIC).toBe(version + 1);
  });

  it.each<[string, string, string, Role[]]>([
    ['a manager', 'FORBIDDEN', '440100', [Role.ACCOUNT_MANAGER]],
    ['the custodian above', 'FORBIDDEN', '440000', [Role.CUSTODIAN]],
    ['the custodian of another city', 'NOT_FOUND', '440300', [Role.CUSTODIAN]],
    ['the custodian of another province', 'NOT_FOUND', '330100', [Role.CUSTODIAN]],
  ])('refuses %s', async (_, code, place, roles) => {
    const before = await versions();
    for (const [section, entry] of Object.entries({
      CONTACT: { contact: { phone: '1' } },
      KEY_PERSONS: { keyPerson: { name: '甲', lawfulBasis: 'CONSENT' } },
    }))
      expect(codesOf(await update(stage.staff(place, roles), section, entry))).toEqual([code]);
    expect(await versions()).toEqual(before);
  });

  it.each([
    ['nothing', {}],
    ['a section without fields', { contact: {} }],
    ['two sections', { contact: { phone: '1' }, basic: { size: '大' } }],
    ['a text too long', { contact: { phone: '9'.repeat(51) } }],
    ['a negative amount', { finance: { annualOutput: '-1.00' } }],
    ['a new person without a name', { keyPerson: { hobbies: '围棋', lawfulBasis: 'CONSENT' } }],
    ['a new person kept for no reason in law', { keyPerson: { name: '围棋手' } }],
    [
      'a person whose basis is emptied',
      { keyPerson: { keyPersonId: encodeId('KeyPerson', 2, 1), lawfulBasis: null } },
    ],
    [
      'a person whose name is emptied',
      { keyPerson: { keyPersonId: encodeId('KeyPerson', 2, 1), name: null } },
    ],
  ])('refuses %s and repeats no value', async (_, entry) => {
    const reply = await update(custodian, 'CONTACT', entry);
    expect(codesOf(reply)).toEqual(['BAD_USER_INPUT']);
    expect(reply.text).not.toMatch(/9999|围棋|-1\.00/);
  });
});

describe('key persons', () => {
  it('are entered blind, kept sealed, and their history is for holders of a grant alone', async () => {
    const id = encodeId('KeyPerson', 2, 1);
    const entered = await update(custodian, 'KEY_PERSONS', {
      keyPerson: { keyPersonId: id, hobbies: '秘密围棋' },
    });
    expect(payloadOf(entered)).toMatchObject({ keyPersonId: id, userErrors: [] });
    expect(entered.text).not.toContain(CANARY);
    for (const viewer of [custodian, manager, director]) {
      const told = await history(viewer, 'KEY_PERSONS');
      expect(told.data).toEqual({ dossierHistory: null });
      expect(
        told.errors.map(({ path, extensions }) => [path?.join(), extensions.code, extensions.section]),
      ).toEqual([['dossierHistory', 'FIELD_WITHHELD', 'KEY_PERSONS']]);
    }
    const rows = await stage.admin<{ row: string }>('SELECT t::text AS row FROM dossier_changes t');
    const dump = rows.map(({ row }) => row).join();
    for (const mark of ['秘密围棋', `${CANARY}-PERSON`])
      for (const form of [mark, Buffer.from(mark).toString('hex')]) expect(dump).not.toContain(form);
    await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS'], 1);
    expect(changesOf(await history(manager, 'KEY_PERSONS'))).toEqual([
      expect.objectContaining({
        field: 'hobbies',
        oldValue: `${CANARY}-PERSON-101-甲hobbies`,
        newValue: '秘密围棋',
      }),
    ]);
    const [registered] = await stage.admin(
      `SELECT outcome, fields FROM access_register WHERE operation_name = 'History' AND section = 'KEY_PERSONS' ORDER BY id DESC LIMIT 1`,
    );
    expect(registered).toEqual({
      outcome: 'READ',
      fields: ['DossierChange.newValue', 'DossierChange.oldValue'],
    });
    const values = await stage.ask(manager, `{ accounts { dossier { keyPersons { name hobbies } } } }`);
    expect(values.text).toContain(`"name":"${CANARY}-PERSON-101-甲name","hobbies":"秘密围棋"`);
  });

  it('that are not there answer like a version that has passed', async () => {
    const entry = {
      keyPerson: { keyPersonId: encodeId('KeyPerson', 2, 999), name: '乙', lawfulBasis: 'CONSENT' },
    };
    const absent = await update(custodian, 'KEY_PERSONS', entry);
    const passed = await update(
      custodian,
      'KEY_PERSONS',
      { keyPerson: { name: '乙', lawfulBasis: 'CONSENT' } },
      { expectedVersion: 99 },
    );
    expect(absent.text).toBe(passed.text);
    expect(codesOf(absent)).toEqual(['CONFLICT']);
  });

  it('saved the other way have a history too', async () => {
    const saved = await stage.ask(
      custodian,
      `mutation Save($input: SaveKeyPersonInput!) { saveKeyPerson(input: $input) { version userErrors { code } } }`,
      { input: { accountId: idOf(ACCOUNTS.gz), name: '新来的人', lawfulBasis: 'CONSENT' } },
    );
    expect(saved.text).toContain('"version":1,"userErrors":[]');
    const told = changesOf(await history(manager, 'KEY_PERSONS')).map(({ field, newValue }) => [
      field,
      newValue,
    ]);
    expect(told).toContainEqual(['name', '新来的人']);
  });
});

it('data of minors and identity cards are refused on every way into section 3', async () => {
  for (const keyPerson of [
    { name: '甲', family: '女儿8岁' },
    { name: '甲', hobbies: '11010519491231002X' },
  ]) {
    expect(codesOf(await update(custodian, 'KEY_PERSONS', { keyPerson }))).toEqual(['PERSONAL_DATA_REFUSED']);
    expect(codesOf(await propose(manager, { keyPerson }))).toEqual(['PERSONAL_DATA_REFUSED']);
  }
});

describe('the history of a section', () => {
  it('is for those who may read the section today, and out of scope there is no account', async () => {
    for (const [viewer, section] of [
      [director, 'CONTACT'],
      [stage.staff('000003', [Role.DIRECTOR]), 'BASIC'],
    ] as const) {
      const refused = await history(viewer, section);
      expect(refused.data).toEqual({ dossierHistory: null });
      expect(codesOf({ ...refused, data: null })).toEqual(['FIELD_WITHHELD']);
    }
    const foreign = await history(stage.staff('440300', [Role.DIRECTOR]), 'BASIC');
    expect([foreign.data, foreign.errors]).toEqual([{ dossierHistory: null }, []]);
    await stage.grant(director, ACCOUNTS.gz, ['CONTACT']);
    expect(changesOf(await history(director, 'CONTACT'))).toHaveLength(2);
  });

  it('goes page by page', async () => {
    await update(custodian, 'CONTACT', { contact: { email: 'a@demo.example' } });
    const first = await history(manager, 'CONTACT');
    const { pageInfo } = first.data?.dossierHistory as {
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    const rest = await history(manager, 'CONTACT', { after: pageInfo.endCursor });
    expect([pageInfo.hasNextPage, ...changesOf(first), ...changesOf(rest)].length).toBe(4);
    expect(changesOf(first)[0]).toMatchObject({ field: 'email', newValue: 'a***@demo.example' });
    expect(first.text).not.toContain('a@demo.example');
  });
});

describe('proposals', () => {
  it('of the manager are entered by the custodian; the values go with the decision', async () => {
    const proposed = payloadOf(await propose(manager, { contact: { contactName: '建议的人' } }));
    expect(proposed).toMatchObject({
      userErrors: [],
      proposal: {
        status: 'PROPOSED',
        fields: ['contactName'],
        changes: [{ field: 'contactName', value: '建议的人' }],
      },
    });
    const id = proposed.proposal?.id ?? '';
    expect((await stage.ask(custodian, PROPOSALS)).text).toContain('建议的人');
    const decided = await decide(custodian, id, { reason: '属实' });
    expect(payloadOf(decided)).toMatchObject({
      userErrors: [],
      proposal: { status: 'ENTERED', changes: null },
    });
    expect(changesOf(await history(manager, 'CONTACT'))[0]).toMatchObject({
      newValue: '建议的人',
      enteredByName: custodian.name,
    });
    expect(codesOf(await decide(custodian, id))).toEqual(['INVALID_STATE']);
    expect(
      await stage.admin(`SELECT id FROM dossier_proposals WHERE status <> 'PROPOSED'
      AND num_nonnulls(changes, sealed_changes, key_id) > 0`),
    ).toEqual([]);
  });

  it('of section 3 are sealed, and shown to neither without a grant', async () => {
    await stage.admin(
      `UPDATE access_grants SET valid_from = valid_from - interval '2 days', valid_to = now() - interval '1 day' WHERE 'KEY_PERSONS' = ANY (sections)`,
    );
    const reply = await propose(manager, {
      keyPerson: { name: '哨兵建议', family: '哨兵家人', lawfulBasis: 'CONTRACT' },
    });
    expect(payloadOf(reply)).toMatchObject({
      userErrors: [],
      proposal: { fields: ['name', 'family', 'lawfulBasis'], changes: null },
    });
    expect(reply.errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['proposeDossierChange.proposal.changes', 'FIELD_WITHHELD'],
    ]);
    for (const viewer of [manager, custodian])
      expect((await stage.ask(viewer, PROPOSALS)).text).not.toContain('哨兵建议');
    const [{ row }] = await stage.admin<{ row: string }>(
      `SELECT t::text AS row FROM dossier_proposals t WHERE section = 'KEY_PERSONS'`,
    );
    expect(row).not.toContain(Buffer.from('哨兵建议').toString('hex'));
    expect(row).not.toContain('哨兵建议');
    const decided = await decide(custodian, payloadOf(reply).proposal?.id ?? '');
    expect(payloadOf(decided)).toMatchObject({ userErrors: [], proposal: { status: 'ENTERED' } });
    await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS'], 1);
    expect(
      (await stage.ask(manager, `{ accounts { dossier { keyPersons { name family } } } }`)).text,
    ).toContain('"name":"哨兵建议","family":"哨兵家人"');
  });

  it('may be rejected, which changes nothing of the section', async () => {
    const before = await versions();
    const { proposal } = payloadOf(await propose(manager, { basic: { size: '特大' } }));
    const decided = await decide(custodian, proposal?.id ?? '', { decision: 'REJECT', reason: '不实' });
    expect(payloadOf(decided).proposal).toMatchObject({ status: 'REJECTED', decisionReason: '不实' });
    expect(await versions()).toEqual(before);
  });

  it('wait for another look where the section was entered meanwhile', async () => {
    const { proposal } = payloadOf(await propose(manager, { basic: { size: '中型' } }));
    await update(custodian, 'BASIC', { basic: { nature: '国有' } });
    expect(codesOf(await decide(custodian, proposal?.id ?? ''))).toEqual(['CONFLICT']);
    const expectedVersion = (await versions()).BASIC;
    expect(codesOf(await decide(custodian, proposal?.id ?? '', { expectedVersion }))).toEqual([]);
  });

  it('are decided once, whoever decides at once', async () => {
    const { proposal } = payloadOf(await propose(manager, { contact: { postcode: '510000' } }));
    const both = await Promise.all([1, 2].map(() => decide(custodian, proposal?.id ?? '')));
    expect(both.flatMap(codesOf)).toHaveLength(1);
    expect(
      await stage.admin(`SELECT count(*)::int AS n FROM dossier_changes WHERE field = 'postcode'`),
    ).toEqual([{ n: 1 }]);
  });

  it('are never decided by who made them', async () => {
    const both = stage.staff('440100', [Role.ACCOUNT_MANAGER, Role.CUSTODIAN]);
    const { proposal } = payloadOf(await propose(both, { basic: { size: '微型' } }));
    expect(codesOf(await decide(both, proposal?.id ?? ''))).toEqual(['OWN_REQUEST']);
    await expect(
      stage.admin(`UPDATE dossier_proposals SET status = 'ENTERED', changes = NULL, decided_at = now(),
        decided_by_province_id = staff_province_id, decided_by_id = staff_id WHERE status = 'PROPOSED'`),
    ).rejects.toThrow('dossier_proposals_not_own');
  });

  it('are known to their maker and the serving custodian alone', async () => {
    const { proposal } = payloadOf(await propose(manager, { basic: { products: '哨兵产品' } }));
    const others = [
      director,
      stage.staff('440000', [Role.CUSTODIAN]),
      stage.staff('440300', [Role.CUSTODIAN]),
    ];
    for (const viewer of others) {
      expect((await stage.ask(viewer, PROPOSALS)).data).toEqual({ dossierProposals: { edges: [] } });
      expect(codesOf(await decide(viewer, proposal?.id ?? ''))).toEqual([
        viewer === director ? 'FORBIDDEN' : 'NOT_FOUND',
      ]);
    }
  });

  it('come from the team or the serving organisation, and from nobody else', async () => {
    const above = stage.staff('440000', [Role.ACCOUNT_MANAGER]);
    const entry = { basic: { size: '小型' } };
    expect(codesOf(await propose(above, entry))).toEqual(['FORBIDDEN']);
    expect(codesOf(await propose(stage.staff('440300', [Role.ACCOUNT_MANAGER]), entry))).toEqual([
      'NOT_FOUND',
    ]);
    expect(codesOf(await propose(custodian, entry))).toEqual(['FORBIDDEN']);
    await stage.admin(
      `INSERT INTO staff (province_id, id, organisation_id, username, name, roles)
       VALUES (2, $1, 2, 'above', 'above', '{ACCOUNT_MANAGER}')`,
      [above.staffId],
    );
    await stage.admin(
      `INSERT INTO account_team (province_id, account_id, staff_id, city_id, unit_id, role) VALUES (2, 101, $1, 4, 0, 'MEMBER')`,
      [above.staffId],
    );
    expect(codesOf(await propose(above, entry))).toEqual([]);
  });
});
