import { Role } from '../../server/authz/capabilities';
import { EVERYONE, mutation, readsAccounts, SALES, type Verb } from './verb';

/** Whoever opens dossiers by right; what by right is, the service says section by section. */
export const READERS = [
  ...SALES,
  Role.CUSTODIAN,
  Role.AUDITOR,
  Role.ANALYST,
  Role.CREDIT_OFFICER,
  Role.TARIFF_OFFICER,
  Role.CALL_AGENT,
];
const soon = (): string => new Date(Date.now() + 3_600_000).toISOString();

/** Reading dossiers (Article 19): registering it, asking for it, deciding on it, taking it in an emergency. */
export const DOSSIER_VERBS: Record<string, Verb> = {
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
  // As for the account itself: whether the value is shown the gate of section 2 decides.
  reveal: mutation(
    'reveal',
    EVERYONE.filter(readsAccounts),
    'gz.custodian',
    ({ account }) => ({ accountId: account('x'), field: 'PHONE', purpose: '走访准备' }),
    ({ unknown }) => ({ accountId: unknown('Account'), field: 'PHONE', purpose: '走访准备' }),
    { token: true },
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
    [...SALES, Role.AUDITOR], // auditors read credit and tariffs by grant
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
  // Whoever is signed in may call these; what they may end is their own, which the flows test.
  revokeDossierAccess: mutation(
    'revokeDossierAccess',
    EVERYONE,
    'gz.account-manager',
    ({ grant }) => ({ grantId: grant, reason: '不再需要' }),
    ({ unknown }) => ({ grantId: unknown('AccessGrant'), reason: '不再需要' }),
    { token: true },
  ),
};
