import { Role } from '../../server/authz/capabilities';
import type { Place } from '../kit/story-people';
import * as told from '../kit/story-accounts';

const EVERYONE = Object.values(Role);
const SALES = [Role.DIRECTOR, Role.ACCOUNT_MANAGER, Role.MARKETER];
/** Whose work is with dossiers. */
/** Whoever opens dossiers by right; what by right is, the service says section by section. */
const READERS = [
  ...SALES,
  Role.CUSTODIAN,
  Role.AUDITOR,
  Role.ANALYST,
  Role.CREDIT_OFFICER,
  Role.TARIFF_OFFICER,
  Role.CALL_AGENT,
];
const soon = (): string => new Date(Date.now() + 3_600_000).toISOString();
const PERIOD = told.storyMonths()[told.storyMonths().length - 1];

/** Global ids that the inputs below name; made once the story is told. */
export interface VerbIds {
  account: (key: string) => string;
  organisation: (place: Place) => string;
  staff: (username: string) => string;
  /** A request of gz.account-manager that waits for its decision. */
  request: string;
  /** A live grant of gz.account-manager. */
  grant: string;
  /** An export of gz.account-manager that waits for its second person. */
  export: string;
  /** A break-glass access of gz.account-manager that waits for its review. */
  breakGlass: string;
  /** An open reading session of gz.account-manager. */
  readingSession: string;
  /** An alert about an account that Guangzhou serves. */
  alert: string;
  serviceToken: string;
  unknown: (type: string) => string;
}

/**
 * Who may call a root field; written from the issue and requirements.md, not from server/authz/capabilities.ts.
 * A PUBLIC field is nobody's to refuse.
 */
export interface Verb {
  roles: readonly Role[] | 'PUBLIC';
  /** Places where those roles may; everywhere by default. */
  onlyAt?: Place;
  /** Whether a service token with everything a token can hold may. */
  token: boolean;
  /** The operation; a mutation's takes `$input`. */
  query: string;
  /** An input that would change something if the caller were let in, and who may do just that. */
  effective?: (ids: VerbIds) => object;
  rightful?: string;
  /** An input that is let in and then refused, so that asking it of everybody changes nothing. */
  harmless?: (ids: VerbIds) => object;
}

const query = (selection: string, roles: Verb['roles'], token: boolean): Verb => ({
  roles,
  token,
  query: `{ ${selection} }`,
});
const mutation = (
  name: string,
  roles: Verb['roles'],
  rightful: string,
  effective: Verb['effective'],
  harmless: Verb['harmless'],
  more: Partial<Verb> = {},
): Verb => ({
  roles,
  rightful,
  effective,
  harmless,
  token: false,
  query: `mutation Call($input: ${name[0].toUpperCase()}${name.slice(1)}Input!) {
    ${name}(input: $input) { clientMutationId userErrors { code field } } }`,
  ...more,
});

export const QUERIES: Record<string, Verb> = {
  account: query('account(accountNo: "K01") { name }', EVERYONE.filter(readsAccounts), true),
  accounts: query('accounts(first: 3) { edges { node { name } } }', EVERYONE.filter(readsAccounts), true),
  board: query(
    `board(line: EXPRESS, period: "${PERIOD}") { size }`,
    [...SALES, Role.AUDITOR, Role.ANALYST],
    true,
  ),
  boardSnapshots: query(
    `boardSnapshots(line: EXPRESS, period: "${PERIOD}") { version }`,
    [...SALES, Role.AUDITOR, Role.ANALYST],
    true,
  ),
  node: query('node(id: "x") { id }', EVERYONE, true),
  nodes: query('nodes(ids: ["x"]) { id }', EVERYONE, true),
  organisation: query('organisation(code: "440100") { name }', EVERYONE, true),
  organisationTree: query('organisationTree(rootCode: "440100") { depth }', EVERYONE, true),
  staff: query(
    'staff(first: 2) { edges { node { name } } }',
    [Role.ADMIN, ...SALES, Role.CUSTODIAN, Role.AUDITOR],
    true,
  ),
  serviceTokens: query('serviceTokens { edges { node { name } } }', [Role.ADMIN], false),
  accessRegister: query(
    'accessRegister(first: 2) { edges { node { section } } }',
    [Role.CUSTODIAN, Role.AUDITOR],
    false,
  ),
  readingSessions: query('readingSessions { edges { node { id } } }', EVERYONE, true),
  explainAccess: query(
    'explainAccess(accountId: "x", field: "Account.name", staffId: "x") { isAllowed }',
    [Role.CUSTODIAN, Role.AUDITOR],
    false,
  ),
  accessAlerts: query(
    'accessAlerts(first: 2) { edges { node { kind } } }',
    [Role.CUSTODIAN, Role.AUDITOR],
    false,
  ),
  dossierAccessRequests: query('dossierAccessRequests { edges { node { id } } }', EVERYONE, true),
  export: query('export(id: "x") { id }', EVERYONE, true),
  exports: query('exports(first: 2) { edges { node { id } } }', EVERYONE, true),
  breakGlassUses: query('breakGlassUses { edges { node { id } } }', EVERYONE, true),
  importJob: query('importJob(id: "none") { id }', EVERYONE, true),
  importJobs: query(
    'importJobs(first: 2) { edges { node { id } } }',
    [Role.ADMIN, Role.DIRECTOR, Role.AUDITOR, Role.INGEST],
    true,
  ),
  viewer: query('viewer { name }', 'PUBLIC', true),
};

function readsAccounts(role: Role): boolean {
  return role !== Role.ADMIN && role !== Role.INGEST;
}

export const MUTATIONS: Record<string, Verb> = {
  assignAccountTeam: mutation(
    'assignAccountTeam',
    [Role.DIRECTOR],
    'gz.director',
    ({ account, staff }) => ({
      accountId: account('x'),
      managerId: staff('manager-of-g'),
      expectedVersion: 1,
    }),
    ({ unknown }) => ({ accountId: unknown('Account'), expectedVersion: 1 }),
  ),
  closePeriod: mutation(
    'closePeriod',
    [Role.DIRECTOR],
    'nation.director',
    () => ({ period: PERIOD }),
    () => ({ period: '2999-01' }),
    { onlyAt: 'nation' },
  ),
  createOrganisation: mutation(
    'createOrganisation',
    [Role.ADMIN],
    'gz.admin',
    ({ organisation }) => ({
      code: '440192',
      level: 'UNIT',
      name: '示例新营业部',
      parentId: organisation('gz'),
    }),
    ({ unknown }) => ({ code: '440193', level: 'UNIT', name: '示例', parentId: unknown('Organisation') }),
  ),
  renameOrganisation: mutation(
    'renameOrganisation',
    [Role.ADMIN],
    'gz.admin',
    ({ organisation }) => ({ organisationId: organisation('unit'), name: '示例改名营业部' }),
    ({ unknown }) => ({ organisationId: unknown('Organisation'), name: '示例' }),
  ),
  moveOrganisation: mutation(
    'moveOrganisation',
    [Role.ADMIN],
    'gd.admin',
    ({ organisation }) => ({ organisationId: organisation('unit'), newParentId: organisation('sz') }),
    ({ unknown, organisation }) => ({
      organisationId: unknown('Organisation'),
      newParentId: organisation('sz'),
    }),
  ),
  createStaff: mutation(
    'createStaff',
    [Role.ADMIN],
    'gz.admin',
    ({ organisation }) => ({
      username: 'new.person',
      name: '新人',
      organisationId: organisation('gz'),
      roles: ['MARKETER'],
      password: 'long-enough-2026',
    }),
    ({ unknown }) => ({
      username: 'new.other',
      name: '新人',
      organisationId: unknown('Organisation'),
      roles: ['MARKETER'],
      password: 'long-enough-2026',
    }),
  ),
  updateStaff: mutation(
    'updateStaff',
    [Role.ADMIN],
    'gz.admin',
    ({ staff }) => ({ staffId: staff('manager-of-x'), name: '改名' }),
    ({ unknown }) => ({ staffId: unknown('StaffMember'), name: '改名' }),
  ),
  disableStaff: mutation(
    'disableStaff',
    [Role.ADMIN],
    'gz.admin',
    ({ staff }) => ({ staffId: staff('manager-of-t') }),
    ({ unknown }) => ({ staffId: unknown('StaffMember') }),
  ),
  enableStaff: mutation(
    'enableStaff',
    [Role.ADMIN],
    'gz.admin',
    ({ staff }) => ({ staffId: staff('deputy-of-t') }),
    ({ unknown }) => ({ staffId: unknown('StaffMember') }),
  ),
  createServiceToken: mutation(
    'createServiceToken',
    [Role.ADMIN],
    'gz.admin',
    ({ organisation }) => ({
      name: 'new',
      organisationId: organisation('gz'),
      capabilities: ['organisations:read'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    }),
    ({ unknown }) => ({
      name: 'new',
      organisationId: unknown('Organisation'),
      capabilities: ['organisations:read'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    }),
  ),
  revokeServiceToken: mutation(
    'revokeServiceToken',
    [Role.ADMIN],
    'gd.admin',
    ({ serviceToken }) => ({ serviceTokenId: serviceToken }),
    ({ unknown }) => ({ serviceTokenId: unknown('ServiceToken') }),
  ),
  registerAccess: mutation(
    'registerAccess',
    READERS,
    'gz.custodian',
    ({ account }) => ({
      accountIds: [account('x')],
      sections: ['CONTACT'],
      purpose: '走访准备',
      until: soon(),
    }),
    ({ unknown }) => ({
      accountIds: [unknown('Account')],
      sections: ['CONTACT'],
      purpose: '走访准备',
      until: soon(),
    }),
    { token: true }, // has dossier:read; the service then refuses whatever is not a person
  ),
  endAccess: mutation(
    'endAccess',
    EVERYONE,
    'gz.account-manager',
    ({ readingSession }) => ({ readingSessionId: readingSession }),
    ({ unknown }) => ({ readingSessionId: unknown('ReadingSession') }),
    { token: true },
  ),
  requestDossierAccess: mutation(
    'requestDossierAccess',
    SALES,
    'gz.account-manager',
    ({ account }) => ({ accountId: account('e'), sections: ['KEY_PERSONS'], purpose: '走访准备' }),
    ({ unknown }) => ({ accountId: unknown('Account'), sections: ['KEY_PERSONS'], purpose: '走访准备' }),
  ),
  breakGlass: mutation(
    'breakGlass',
    [Role.DIRECTOR, Role.ACCOUNT_MANAGER],
    'gz.account-manager',
    ({ account }) => ({
      accountId: account('e'),
      sections: ['KEY_PERSONS'],
      purpose: '客户现场突发紧急情况',
    }),
    ({ unknown }) => ({
      accountId: unknown('Account'),
      sections: ['KEY_PERSONS'],
      purpose: '客户现场突发紧急情况',
    }),
  ),
  reviewBreakGlass: mutation(
    'reviewBreakGlass',
    [Role.CUSTODIAN, Role.DIRECTOR],
    'gz.custodian',
    ({ breakGlass }) => ({ grantId: breakGlass, verdict: 'JUSTIFIED', note: '情况属实' }),
    ({ unknown }) => ({ grantId: unknown('AccessGrant'), verdict: 'JUSTIFIED', note: '情况属实' }),
  ),
  // A director decides what the custodians of the organisations directly below ask for.
  decideDossierAccess: mutation(
    'decideDossierAccess',
    [Role.CUSTODIAN, Role.DIRECTOR],
    'gz.custodian',
    ({ request }) => ({ grantId: request, decision: 'GRANT' }),
    ({ unknown }) => ({ grantId: unknown('AccessGrant'), decision: 'GRANT' }),
  ),
  saveKeyPerson: mutation(
    'saveKeyPerson',
    [Role.CUSTODIAN],
    'gz.custodian',
    ({ account }) => ({ accountId: account('x'), name: '王某' }),
    ({ unknown }) => ({ accountId: unknown('Account'), name: '王某' }),
  ),
  requestExport: mutation(
    'requestExport',
    [...SALES, Role.CUSTODIAN, Role.AUDITOR, Role.ANALYST],
    'gz.director',
    ({ account }) => ({
      accountIds: [account('x')],
      sections: ['CONTACT'],
      format: 'CSV',
      purpose: '走访准备',
    }),
    ({ unknown }) => ({
      accountIds: [unknown('Account')],
      sections: ['CONTACT'],
      format: 'CSV',
      purpose: '走访准备',
    }),
  ),
  decideExport: mutation(
    'decideExport',
    [Role.CUSTODIAN],
    'gz.custodian',
    (verbIds) => ({ exportId: verbIds.export, decision: 'REFUSE' }),
    ({ unknown }) => ({ exportId: unknown('Export'), decision: 'REFUSE' }),
  ),
  acknowledgeAccessAlert: mutation(
    'acknowledgeAccessAlert',
    [Role.CUSTODIAN, Role.AUDITOR],
    'gz.custodian',
    ({ alert }) => ({ alertId: alert, note: '已核实无误' }),
    ({ unknown }) => ({ alertId: unknown('AccessAlert'), note: '已核实无误' }),
  ),
  // Whoever is signed in may call these; what they may end is their own, which the flows test.
  revokeDossierAccess: mutation(
    'revokeDossierAccess',
    EVERYONE,
    'gz.account-manager',
    ({ grant }) => ({ grantId: grant, reason: '不再需要' }),
    ({ unknown }) => ({ grantId: unknown('AccessGrant'), reason: '不再需要' }),
    { token: true },
  ),
  changePassword: mutation(
    'changePassword',
    EVERYONE,
    'gz.marketer',
    () => ({ currentPassword: 'demo-2026', newPassword: 'another-2026' }),
    () => ({ currentPassword: 'demo-2026', newPassword: 'short' }),
    { token: true },
  ),
  signIn: mutation(
    'signIn',
    'PUBLIC',
    'gz.analyst',
    () => ({ username: 'gz.analyst', password: 'demo-2026' }),
    () => ({ username: '-', password: 'x' }),
    { token: true },
  ),
  refreshSession: mutation('refreshSession', 'PUBLIC', '', undefined, () => ({ refreshToken: 'none' }), {
    token: true,
  }),
  // Last: they end the very sessions that ask.
  signOut: mutation(
    'signOut',
    EVERYONE,
    'sz.analyst',
    () => ({}),
    () => ({}),
    { token: true },
  ),
  signOutEverywhere: mutation(
    'signOutEverywhere',
    EVERYONE,
    'sz.auditor',
    () => ({}),
    () => ({}),
    { token: true },
  ),
};
