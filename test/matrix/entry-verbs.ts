import { Role } from '../../server/authz/capabilities';
import { EVERYONE, mutation, query, readsAccounts, type Verb } from './verb';

/** Looking at how dossiers are kept up. */
export const ENTRY_QUERIES: Record<string, Verb> = {
  dossierHistory: query(
    'dossierHistory(accountId: "x", section: BASIC) { pageInfo { hasNextPage } }',
    EVERYONE.filter(readsAccounts),
    true,
  ),
  dossierProposals: query('dossierProposals { edges { node { id } } }', EVERYONE, true),
  staleDossierSections: query(
    'staleDossierSections(first: 2) { edges { node { section } } }',
    [Role.CUSTODIAN],
    false,
  ),
};

/** Entry of dossiers: proposed by account managers, entered by custodians. */
export const ENTRY_MUTATIONS: Record<string, Verb> = {
  proposeDossierChange: mutation(
    'proposeDossierChange',
    [Role.ACCOUNT_MANAGER],
    'gz.account-manager',
    ({ account }) => ({
      accountId: account('x'),
      entry: { contact: { phone: '000-1' } },
      reason: '走访得知',
    }),
    ({ unknown }) => ({
      accountId: unknown('Account'),
      entry: { contact: { phone: '000-1' } },
      reason: '走访得知',
    }),
  ),
  decideDossierChange: mutation(
    'decideDossierChange',
    [Role.CUSTODIAN],
    'gz.custodian',
    ({ proposal }) => ({ proposalId: proposal, decision: 'ENTER' }),
    ({ unknown }) => ({ proposalId: unknown('DossierProposal'), decision: 'ENTER' }),
  ),
  updateDossierSection: mutation(
    'updateDossierSection',
    [Role.CUSTODIAN],
    'gz.custodian',
    ({ account }) => ({
      accountId: account('x'),
      entry: { contact: { phone: '000-2' } },
      expectedVersion: 1,
    }),
    ({ unknown }) => ({
      accountId: unknown('Account'),
      entry: { contact: { phone: '000-2' } },
      expectedVersion: 1,
    }),
  ),
};
