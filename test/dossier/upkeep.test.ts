import { Role } from '../../server/authz/capabilities';
import { sectionedFields } from '../../server/authz/field-gate';
import type { Viewer } from '../../server/authz/viewer';
import { encodeId } from '../../server/graphql/global-id';
import { plainSchema } from '../../server/graphql/schema';
import { dossierModule } from '../../server/modules/dossier/dossier.module';
import { ACCOUNTS, idOf, useStage } from './stage';

const stage = useStage();
const SECTIONS = `query Sections($id: ID!) { account(id: $id) { dossier {
  sections { section completeness version isStale updatedAt steward { id } } } } }`;
const UPDATE = `mutation Update($input: UpdateDossierSectionInput!) { updateDossierSection(input: $input) {
  version userErrors { code } } }`;

describe('freshness and completeness', () => {
  interface State {
    section: string;
    completeness: number | null;
    version: number | null;
    isStale: boolean | null;
    updatedAt: string | null;
    steward: { id: string } | null;
  }
  const states = async (viewer: Viewer, account = ACCOUNTS.sz): Promise<Record<string, State>> => {
    const { data } = await stage.ask(viewer, SECTIONS, { id: idOf(account) });
    const { sections } = (data?.account as { dossier: { sections: State[] } }).dossier;
    return Object.fromEntries(sections.map((state) => [state.section, state]));
  };

  it('turn stale after the days of the rule, to the instant, and fresh by an entry', async () => {
    const reader = stage.staff('440300', [Role.CUSTODIAN]);
    const age = (section: string, interval: string): Promise<object[]> =>
      stage.admin(
        `UPDATE dossier_sections SET entered_at = now() - $2::interval WHERE account_id = 102 AND section = $1`,
        [section, interval],
      );
    for (const [section, days] of Object.entries({
      BASIC: 180,
      BASIC_FINANCE: 180,
      CONTACT: 180,
      KEY_PERSONS: 365,
    })) {
      await age(section, `${days - 1} days 23:59:00`);
      expect((await states(reader))[section].isStale).toBe(false);
      await age(section, `${days} days`);
      expect((await states(reader))[section].isStale).toBe(true);
    }
  });

  it('of section 3 are told to who enters it alone: that it was ever entered tells of a key person', async () => {
    const told = async (viewer: Viewer) => {
      const { version, isStale, updatedAt } = (await states(viewer)).KEY_PERSONS;
      return [version, isStale, updatedAt];
    };
    const viewers = [
      stage.staff('440300', [Role.DIRECTOR]),
      stage.staff('440300', [Role.ACCOUNT_MANAGER]),
      stage.staff('440000', [Role.CUSTODIAN]),
    ];
    expect((await told(stage.staff('440300', [Role.CUSTODIAN])))[0]).toBe(1);
    for (const viewer of viewers) expect(await told(viewer)).toEqual([null, null, null]);
    const drop = `DELETE FROM dossier_sections WHERE account_id = 102 AND section = 'KEY_PERSONS' RETURNING *`;
    const [kept] = await stage.admin<{ province_id: number }>(drop);
    for (const viewer of viewers) expect(await told(viewer)).toEqual([null, null, null]);
    await stage.admin(
      'INSERT INTO dossier_sections SELECT * FROM json_populate_record(NULL::dossier_sections, $1)',
      [JSON.stringify(kept)],
    );
  });

  it('are counted from the section, for those who may read it', async () => {
    await stage.admin(`UPDATE account_contacts SET fax = NULL, email = NULL WHERE account_id = 102`);
    const own = await states(stage.staff('440300', [Role.DIRECTOR]));
    expect(Object.values(own).map(({ section, completeness }) => [section, completeness])).toEqual([
      ['BASIC', 60],
      ['BASIC_FINANCE', 100],
      ['CONTACT', 66],
      ['KEY_PERSONS', null],
    ]);
    const above = await states(stage.staff('440000', [Role.MARKETER]));
    expect(above.CONTACT).toMatchObject({ completeness: null, version: 1, isStale: true });
    const bureau = await states(stage.staff('000003', [Role.DIRECTOR]));
    expect(bureau.BASIC).toEqual({
      ...{
        section: 'BASIC',
        completeness: null,
        version: null,
        isStale: null,
        updatedAt: null,
        steward: null,
      },
    });
    const holder = stage.staff('000000', [Role.DIRECTOR]);
    await stage.grant(holder, ACCOUNTS.sz, ['KEY_PERSONS']);
    expect((await states(holder)).KEY_PERSONS.completeness).toBe(100);
  });

  it('have a steward, who gets the list of what is due', async () => {
    const steward = stage.staff('440300', [Role.CUSTODIAN]);
    await stage.admin(
      `INSERT INTO staff (province_id, id, city_id, organisation_id, username, name, roles) VALUES
        (2, $1, 5, 5, 'first', 'first', '{CUSTODIAN}'), (2, $1 + 1, 5, 5, 'second', 'second', '{CUSTODIAN}')`,
      [steward.staffId],
    );
    const LIST = `query Stale($first: Int, $after: String) { staleDossierSections(first: $first, after: $after) {
      edges { cursor node { section isStale account { name } } } } }`;
    const list = async (viewer: Viewer, variables = {}): Promise<string[]> => {
      const { data } = await stage.ask(viewer, LIST, variables);
      const { edges } = data?.staleDossierSections as {
        edges: { cursor: string; node: { section: string } }[];
      };
      return edges.map(({ node }) => node.section);
    };
    expect((await states(stage.staff('440300', [Role.DIRECTOR]))).CONTACT.steward).toEqual({
      id: encodeId('StaffMember', 2, steward.staffId),
    });
    expect(await list(steward)).toEqual(['BASIC', 'BASIC_FINANCE', 'CONTACT', 'KEY_PERSONS']);
    expect(await list({ ...steward, staffId: steward.staffId + 1 })).toEqual([]);
    await stage.admin('UPDATE staff SET disabled_at = now() WHERE id = $1', [steward.staffId]);
    expect(await list({ ...steward, staffId: steward.staffId + 1 })).toHaveLength(4);
    await stage.admin('UPDATE staff SET disabled_at = NULL WHERE id = $1', [steward.staffId]);
    await stage.ask(steward, UPDATE, {
      input: { accountId: idOf(ACCOUNTS.sz), entry: { contact: { fax: '1' } }, expectedVersion: 1 },
    });
    expect(await list(steward, { first: 2 })).toEqual(['BASIC', 'BASIC_FINANCE']);
    const { data } = await stage.ask(steward, LIST, { first: 2 });
    const { edges } = data?.staleDossierSections as { edges: { cursor: string }[] };
    expect(await list(steward, { after: edges[1].cursor })).toEqual(['KEY_PERSONS']);
  });
});

it('every field that is as confidential as its section is known here', () => {
  const module = dossierModule({
    database: stage.own,
    encryptionSecret: 'x'.repeat(32),
    directory: {} as never,
    accountByKey: () => ({}) as never,
    findViewer: () => Promise.resolve(null),
    forgetViewers: () => undefined,
  });
  const names = sectionedFields(plainSchema([module])).map(
    ({ typeName, field }) => `${typeName}.${field.name}`,
  );
  expect(names.sort()).toEqual([
    'DossierChange.newValue',
    'DossierChange.oldValue',
    'DossierProposal.changes',
    'DossierProposedChange.value',
    'DossierSectionState.completeness',
  ]);
});
