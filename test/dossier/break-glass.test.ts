import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { ACCOUNTS, CANARY, DECIDE, DOSSIER, idOf, REQUEST, REVOKE, useStage, type Reply } from './stage';

const stage = useStage();
const READ = `query Read($id: ID!) { account(id: $id) { ${DOSSIER} } }`;
const GRANT = `grant { id status isBreakGlass isDecidedAbove isReviewOverdue reviewDue reviewedAt reviewVerdict reviewNote
  validFrom validTo }`;
const BREAK = `mutation Break($input: BreakGlassInput!) { breakGlass(input: $input) { ${GRANT} userErrors { code field } } }`;
const REVIEW = `mutation Review($input: ReviewBreakGlassInput!) { reviewBreakGlass(input: $input) { ${GRANT}
  userErrors { code field } } }`;
const PURPOSE = '客户现场突发紧急情况';

let manager: Viewer;
let custodian: Viewer;
/** Manager and custodian of the serving organisation in one person. */
let both: Viewer;
beforeAll(() => {
  manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  custodian = stage.staff('440100', [Role.CUSTODIAN]);
  both = stage.staff('440100', [Role.ACCOUNT_MANAGER, Role.CUSTODIAN]);
});
beforeEach(() => stage.admin('TRUNCATE access_register, access_grants, access_alerts'));

const persons = async (viewer: Viewer, account = ACCOUNTS.gz): Promise<number> => {
  const { text } = await stage.ask(viewer, READ, { id: idOf(account) });
  return new Set(text.match(new RegExp(`${CANARY}-PERSON-[0-9]+-.name`, 'g'))).size;
};
const breakGlass = (viewer: Viewer, input: object = {}): Promise<Reply> =>
  stage.ask(viewer, BREAK, {
    input: { accountId: idOf(ACCOUNTS.gz), sections: ['KEY_PERSONS'], purpose: PURPOSE, ...input },
  });
const review = (viewer: Viewer, grantId: string, input: object = {}): Promise<Reply> =>
  stage.ask(viewer, REVIEW, { input: { grantId, verdict: 'JUSTIFIED', note: '情况属实', ...input } });
const grantOf = ({ data, text }: Reply): Record<string, unknown> & { id: string } => {
  const payload = Object.values(data ?? {})[0] as { grant: { id: string } | null } | null;
  if (!payload?.grant) throw new Error(text);
  return payload.grant;
};
const refusal = ({ data, errors, text }: Reply): string[] => {
  const payload = Object.values(data ?? {})[0] as {
    grant: object | null;
    userErrors: { code: string }[];
  } | null;
  if (payload?.grant) throw new Error(`it was not refused: ${text}`);
  return [...(payload?.userErrors ?? []), ...errors.map(({ extensions }) => extensions)].map(({ code }) =>
    String(code),
  );
};
const uses = async (viewer: Viewer, of: string | null = null): Promise<string[]> => {
  const query = `query($review: BreakGlassReview) { breakGlassUses(review: $review) { edges { node { id } } } }`;
  const { data } = await stage.ask(viewer, query, { review: of });
  return (data?.breakGlassUses as { edges: { node: { id: string } }[] }).edges.map(({ node }) => node.id);
};

describe('break-glass', () => {
  it('opens key persons at once, for an hour, registered with the purpose; the alert is there as soon', async () => {
    expect(await persons(manager)).toBe(0);
    const grant = grantOf(await breakGlass(manager));
    expect(grant).toMatchObject({
      status: 'GRANTED',
      isBreakGlass: true,
      isDecidedAbove: false,
      reviewedAt: null,
    });
    expect(
      await stage.admin('SELECT (valid_to - valid_from)::text AS time, decided_at FROM access_grants'),
    ).toEqual([{ time: '01:00:00', decided_at: null }]);
    expect(
      await stage.admin(`SELECT kind, account_id::int, city_id, staff_name, staff_organisation_id, detail,
        grant_id = (SELECT id FROM access_grants) AS linked, acknowledged_at FROM access_alerts`),
    ).toEqual([
      {
        ...{
          kind: 'BREAK_GLASS',
          account_id: 101,
          city_id: 4,
          staff_name: manager.name,
          staff_organisation_id: 4,
        },
        ...{ detail: 'KEY_PERSONS', linked: true, acknowledged_at: null },
      },
    ]);
    await stage.admin('TRUNCATE access_register');
    expect(await persons(manager)).toBe(2);
    expect(
      await stage.admin(
        `SELECT purpose, basis, grant_id IS NOT NULL AS granted FROM access_register WHERE section = 'KEY_PERSONS'`,
      ),
    ).toEqual([{ purpose: PURPOSE, basis: 'break-glass; Article 17(1)-3', granted: true }]);
    expect(await persons(manager, ACCOUNTS.unit)).toBe(0);
    expect(await persons({ ...manager, staffId: 4711 })).toBe(0);
    await stage.admin(`UPDATE access_grants SET valid_from = now() - interval '1 hour', valid_to = now()`);
    expect(await persons(manager)).toBe(0);
  });

  it('needs a purpose of ten characters and opens nothing that could not be granted', async () => {
    expect(refusal(await breakGlass(manager, { purpose: ' 九个字的紧急目的 ' }))).toEqual(['BAD_USER_INPUT']);
    expect(refusal(await breakGlass(manager, { sections: ['CONTACT'] }))).toEqual(['SECTION_NOT_GRANTABLE']);
    expect(refusal(await breakGlass(manager, { sections: [] }))).toEqual(['SECTION_NOT_GRANTABLE']);
    expect(refusal(await breakGlass(manager, { accountId: idOf(ACCOUNTS.sz) }))).toEqual(['NOT_FOUND']);
    for (const role of [
      Role.MARKETER,
      Role.CUSTODIAN,
      Role.AUDITOR,
      Role.ANALYST,
      Role.ADMIN,
      Role.CALL_AGENT,
    ])
      expect(refusal(await breakGlass(stage.staff('440100', [role])))).toEqual(['FORBIDDEN']);
    expect(refusal(await breakGlass({ ...manager, kind: 'TOKEN', tokenId: 1, staffId: 0 }))).toEqual([
      'FORBIDDEN',
    ]);
    expect(await stage.admin('SELECT FROM access_grants')).toEqual([]);
    expect(await stage.admin('SELECT FROM access_alerts')).toEqual([]);
  });

  it('is taken once while it is open, and stands for no request', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => breakGlass(manager)));
    expect(answers.filter(({ text }) => text.includes('GRANT_EXISTS'))).toHaveLength(4);
    expect(await stage.admin('SELECT FROM access_alerts')).toHaveLength(1);
    const input = { accountId: idOf(ACCOUNTS.gz), sections: ['KEY_PERSONS'], purpose: '客户走访准备' };
    expect(grantOf(await stage.ask(manager, REQUEST, { input }))).toMatchObject({ status: 'REQUESTED' });
  });

  it('is reviewed within two working days of Asia/Shanghai', async () => {
    const due = async (instant: string): Promise<string> => {
      const [row] = await stage.admin<{ due: string }>(
        `SELECT to_char(working_days_after($1, 2) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS due`,
        [instant],
      );
      return row.due;
    };
    expect(await due('2026-11-23T09:00:00+08:00')).toBe('2026-11-26 00:00'); // Monday: Tuesday and Wednesday
    expect(await due('2026-11-26T23:59:00+08:00')).toBe('2026-12-01 00:00'); // Thursday: Friday and Monday
    expect(await due('2026-11-27T00:00:00+08:00')).toBe('2026-12-02 00:00'); // Friday: Monday and Tuesday
    expect(await due('2026-11-28T12:00:00+08:00')).toBe('2026-12-02 00:00'); // Saturday
    expect(await due('2026-11-26T17:00:00Z')).toBe('2026-12-02 00:00'); // Friday in Shanghai, Thursday in UTC
    const { reviewDue } = grantOf(await breakGlass(manager));
    const [{ same }] = await stage.admin<{ same: boolean }>(
      'SELECT working_days_after(valid_from, 2) = $1 AS same FROM access_grants',
      [reviewDue],
    );
    expect(same).toBe(true);
  });

  it('is barred to whoever has an overdue review, until it is reviewed', async () => {
    const { id } = grantOf(await breakGlass(manager));
    await stage.admin(
      `UPDATE access_grants SET valid_from = now() - interval '9 days', valid_to = now() - interval '8 days'`,
    );
    const set = (due: string) => stage.admin(`UPDATE access_grants SET review_due = ${due}`);
    await set('now()');
    expect(refusal(await breakGlass(manager))).toEqual(['REVIEW_OVERDUE']);
    expect(grantOf(await breakGlass({ ...manager, staffId: 4711 })).status).toBe('GRANTED'); // somebody else
    // A new post in another city leaves the review behind, not what one owes.
    const moved = { ...stage.staff('440300', [Role.ACCOUNT_MANAGER]), staffId: manager.staffId };
    expect(refusal(await breakGlass(moved, { accountId: idOf(ACCOUNTS.sz) }))).toEqual(['REVIEW_OVERDUE']);
    expect(await uses(custodian, 'OVERDUE')).toEqual([id]);
    expect(grantOf(await review(custodian, id))).toMatchObject({
      isReviewOverdue: false,
      reviewVerdict: 'JUSTIFIED',
    });
    expect(await uses(custodian, 'OVERDUE')).toEqual([]);
    expect(await uses(custodian, 'DONE')).toEqual([id]);
    expect(grantOf(await breakGlass(manager)).status).toBe('GRANTED');
  });
});

describe('the review', () => {
  it('is the serving custodian’s, once, and never about oneself, in the database neither', async () => {
    const { id } = grantOf(await breakGlass(manager));
    for (const [place, role, code] of [
      ['440100', Role.DIRECTOR, 'FORBIDDEN'],
      ['440000', Role.CUSTODIAN, 'FORBIDDEN'],
      ['440000', Role.DIRECTOR, 'FORBIDDEN'],
      ['440300', Role.CUSTODIAN, 'NOT_FOUND'],
      ['440100', Role.AUDITOR, 'FORBIDDEN'],
    ] as const)
      expect(refusal(await review(stage.staff(place, [role]), id))).toEqual([code]);
    const reviewer = { ...manager, roles: both.roles, capabilities: both.capabilities };
    expect(refusal(await review(reviewer, id))).toEqual(['OWN_REQUEST']);
    expect(refusal(await review(custodian, id, { note: '好' }))).toEqual(['BAD_USER_INPUT']);
    await expect(
      stage.admin(`UPDATE access_grants SET reviewed_at = now(), review_verdict = 'JUSTIFIED',
        reviewed_by_province_id = staff_province_id, reviewed_by_id = staff_id`),
    ).rejects.toThrow('access_grants_review_not_own');
    const answers = await Promise.all([review(custodian, id), review({ ...custodian, staffId: 4711 }, id)]);
    expect(answers.filter(({ text }) => text.includes('INVALID_STATE'))).toHaveLength(1);
    expect(await persons(manager)).toBe(2); // justified: the hour goes on
  });

  it('ends what is left of the hour where it was not justified', async () => {
    const { id } = grantOf(await breakGlass(manager));
    const verdict = { verdict: 'UNJUSTIFIED', note: '不属于紧急情况' };
    expect(grantOf(await review(custodian, id, verdict))).toMatchObject({
      status: 'REVOKED',
      reviewVerdict: 'UNJUSTIFIED',
      reviewNote: '不属于紧急情况',
    });
    expect(await persons(manager)).toBe(0);
  });

  it('knows break-glass from a grant', async () => {
    const grantId = await stage.grant(manager, ACCOUNTS.gz, ['KEY_PERSONS']);
    expect(refusal(await review(custodian, grantId))).toEqual(['NOT_FOUND']);
    expect(await uses(custodian)).toEqual([]);
  });

  it('is listed to who took it, who reviews it and the auditor of the scope, to nobody else', async () => {
    const { id } = grantOf(await breakGlass(manager));
    const seen = [
      manager,
      custodian,
      stage.staff('440000', [Role.AUDITOR]),
      stage.staff('440100', [Role.AUDITOR]),
    ];
    for (const viewer of seen) expect(await uses(viewer, 'PENDING')).toEqual([id]);
    for (const [place, role] of [
      ['440100', Role.DIRECTOR],
      ['440000', Role.DIRECTOR],
      ['440000', Role.CUSTODIAN],
      ['440300', Role.AUDITOR],
    ] as const)
      expect(await uses(stage.staff(place, [role]))).toEqual([]);
    expect(await uses(custodian, 'OVERDUE')).toEqual([]);
    // What is not break-glass stays between requester and custodian.
    const { data } = await stage.ask(
      stage.staff('440100', [Role.AUDITOR]),
      '{ dossierAccessRequests { edges { cursor } } }',
    );
    expect(data?.dossierAccessRequests).toEqual({ edges: [] });
  });
});

describe('what a custodian of the serving organisation asks for', () => {
  const asked = async (): Promise<string> => {
    const input = { accountId: idOf(ACCOUNTS.gz), sections: ['KEY_PERSONS'], purpose: '客户走访准备' };
    return grantOf(await stage.ask(both, REQUEST, { input })).id;
  };
  const decide = (viewer: Viewer, grantId: string): Promise<Reply> =>
    stage.ask(viewer, DECIDE, { input: { grantId, decision: 'GRANT' } });

  it('is decided one level up, by its custodian or director, not by a colleague', async () => {
    for (const role of [Role.CUSTODIAN, Role.DIRECTOR]) {
      const grantId = await asked();
      expect(refusal(await decide(both, grantId))).toEqual(['OWN_REQUEST']);
      for (const other of [
        custodian,
        stage.staff('440100', [Role.DIRECTOR]),
        stage.staff('000000', [role]),
        stage.staff('000003', [role]),
      ])
        expect(refusal(await decide(other, grantId))).toEqual(['FORBIDDEN']);
      expect(refusal(await decide(stage.staff('330000', [role]), grantId))).toEqual(['NOT_FOUND']);
      expect(await persons(both)).toBe(0);
      const above = stage.staff('440000', [role]);
      expect(grantOf(await decide(above, grantId))).toMatchObject({ status: 'GRANTED' });
      expect(await persons(both)).toBe(2);
      const ended = await stage.ask(above, REVOKE, { input: { grantId, reason: '不再需要' } });
      expect(grantOf(ended)).toMatchObject({ status: 'REVOKED' });
      expect(await persons(both)).toBe(0);
    }
  });

  it('and took in an emergency is reviewed one level up', async () => {
    const { id, isDecidedAbove } = grantOf(await breakGlass(both));
    expect(isDecidedAbove).toBe(true);
    expect(refusal(await review(custodian, id))).toEqual(['FORBIDDEN']);
    const above = stage.staff('440000', [Role.DIRECTOR]);
    expect(await uses(above, 'PENDING')).toEqual([id]);
    expect(grantOf(await review(above, id))).toMatchObject({ reviewVerdict: 'JUSTIFIED' });
  });

  it('elsewhere is decided by the custodian there', async () => {
    const ofCity = stage.staff('440100', [Role.DIRECTOR, Role.CUSTODIAN]);
    const input = { accountId: idOf(ACCOUNTS.unit), sections: ['CONTACT'], purpose: '客户走访准备' };
    const { id } = grantOf(await stage.ask(ofCity, REQUEST, { input }));
    expect(grantOf(await decide(stage.staff('440190', [Role.CUSTODIAN]), id))).toMatchObject({
      status: 'GRANTED',
    });
  });
});
