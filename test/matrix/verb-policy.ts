import { Role } from '../../server/authz/capabilities';
import * as told from '../kit/story-accounts';
import { DOSSIER_VERBS, READERS } from './dossier-verbs';
import { ENTRY_MUTATIONS, ENTRY_QUERIES } from './entry-verbs';
import { EVERYONE, mutation, query, readsAccounts, SALES, type Verb } from './verb';

export type { Verb, VerbIds } from './verb';

const PERIOD = told.storyMonths()[told.storyMonths().length - 1];

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
  serviceTickets: query('serviceTickets { edges { node { id } } }', [Role.CALL_AGENT], false),
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
  ...ENTRY_QUERIES,
  importJob: query('importJob(id: "none") { id }', EVERYONE, true),
  importJobs: query(
    'importJobs(first: 2) { edges { node { id } } }',
    [Role.ADMIN, Role.DIRECTOR, Role.AUDITOR, Role.INGEST],
    true,
  ),
  findKeyPersons: query('findKeyPersons(name: "王某") { id }', READERS, false),
  viewer: query('viewer { name }', 'PUBLIC', true),
};

export const MUTATIONS: Record<string, Verb> = {
  openTicket: mutation(
    'openTicket',
    [Role.CALL_AGENT],
    'gz.call-agent',
    (ids) => ({ accountId: ids.account('x'), subject: '询问邮件下落' }),
    (ids) => ({ accountId: ids.unknown('Account'), subject: '询问邮件下落' }),
  ),
  closeTicket: mutation(
    'closeTicket',
    [Role.CALL_AGENT],
    'gz.call-agent',
    (ids) => ({ ticketId: ids.ticket }),
    (ids) => ({ ticketId: ids.unknown('ServiceTicket') }),
  ),
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
  ...DOSSIER_VERBS,
  ...ENTRY_MUTATIONS,
  saveKeyPerson: mutation(
    'saveKeyPerson',
    [Role.CUSTODIAN],
    'gz.custodian',
    ({ account }) => ({ accountId: account('x'), name: '王某', lawfulBasis: 'CONSENT' }),
    ({ unknown }) => ({ accountId: unknown('Account'), name: '王某', lawfulBasis: 'CONSENT' }),
  ),
  eraseKeyPerson: mutation(
    'eraseKeyPerson',
    [Role.CUSTODIAN],
    'gz.custodian',
    ({ keyPerson }) => ({ keyPersonId: keyPerson, expectedVersion: 1, reason: '本人要求删除' }),
    ({ unknown }) => ({ keyPersonId: unknown('KeyPerson'), expectedVersion: 1, reason: '本人要求删除' }),
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
