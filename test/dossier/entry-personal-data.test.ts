import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { ACCOUNTS, idOf, useStage } from './stage';

const stage = useStage();
const NUMBER = '440106199001011237';
const ERRORS = 'userErrors { code }';
const VERBS = {
  update: `mutation Update($input: UpdateDossierSectionInput!) { done: updateDossierSection(input: $input) { ${ERRORS} } }`,
  propose: `mutation Propose($input: ProposeDossierChangeInput!) { done: proposeDossierChange(input: $input) {
    proposal { id } ${ERRORS} } }`,
  decide: `mutation Decide($input: DecideDossierChangeInput!) { done: decideDossierChange(input: $input) { ${ERRORS} } }`,
};
interface Done {
  proposal?: { id: string } | null;
  userErrors: { code: string }[];
}
const REFUSED = [{ code: 'PERSONAL_DATA_REFUSED' }];
const call = async (viewer: Viewer, verb: keyof typeof VERBS, input: object): Promise<Done> =>
  (await stage.ask(viewer, VERBS[verb], { input })).data?.done as Done;

it('refuses an identity-card number in whichever section and in the reasons, which are kept in the clear', async () => {
  const manager = stage.staff('440100', [Role.ACCOUNT_MANAGER]);
  const custodian = stage.staff('440100', [Role.CUSTODIAN]);
  const accountId = idOf(ACCOUNTS.gz);
  for (const entry of [
    { basic: { legalRepresentative: `张三 ${NUMBER}` } },
    { finance: { reputation: NUMBER } },
    { contact: { contactName: `李四 ${NUMBER}` } },
  ]) {
    const proposed = await call(manager, 'propose', { accountId, entry, reason: '走访得知' });
    expect(proposed.userErrors).toEqual(REFUSED);
    expect((await call(custodian, 'update', { accountId, entry, expectedVersion: 1 })).userErrors).toEqual(
      REFUSED,
    );
  }
  const entry = { basic: { size: '小型' } };
  expect(await call(manager, 'propose', { accountId, entry, reason: `见 ${NUMBER}` })).toEqual({
    proposal: null,
    userErrors: REFUSED,
  });
  const { proposal } = await call(manager, 'propose', { accountId, entry, reason: '走访得知' });
  const decision = { proposalId: proposal?.id, decision: 'REJECT', reason: NUMBER };
  expect((await call(custodian, 'decide', decision)).userErrors).toEqual(REFUSED);
});
