/** Everything a person or token may be allowed to do, `module:verb`; each implements an article. */
export const CAPABILITIES = {
  'organisations:read': 'See the tree of organisations (Article 3)',
  'organisations:manage': 'Add, rename and move organisations (Article 3)',
  'organisations:import': 'Import organisations from a file (Article 3)',
  'staff:read': 'See staff of one’s own scope (Article 3)',
  'staff:manage': 'Add, change and disable staff (Article 3)',
  'tokens:manage': 'Issue and revoke service tokens (Article 4-6)',
  'accounts:read': 'Find and open accounts (Article 4-6)',
  'accounts:import': 'Import accounts from a file (Article 17-2)',
  'accounts:assign': 'Name the manager and deputy of an account (Article 11-1)',
  'usage:import': 'Import monthly usage and revenue (Article 17-2)',
  'boards:read': 'See the Top-100 boards (Article 10)',
  'boards:close': 'Close a period and freeze its boards (Article 10-3)',
  'dossier:read': 'Open dossiers, by right or grant (Article 19)',
  'dossier:request-access': 'Ask for access to a dossier (Article 19)',
  'dossier:decide-access': 'Decide requests as the designated custodian, or above one (Article 19)',
  'dossier:break-glass': 'Read in an emergency before anybody decides (Article 19)',
  'dossier:edit': 'Enter dossier data as the designated custodian (Article 19)',
  'exports:request': 'Copy what one may read into a file (Article 19)',
  'exports:decide': 'Decide on copies as the designated custodian (Article 19)',
  'dossier:propose': 'Propose dossier entries to the custodian (Article 17-2)',
  'register:read': 'Read the access register (Article 19)',
  'tickets:open': 'Answer calls of customers, one account a ticket (Article 17-1-2)',
  'jobs:read': 'See background jobs of one’s own scope',
} as const;
export type Capability = keyof typeof CAPABILITIES;

/** 角色: what a member of staff is. */
export enum Role {
  ADMIN = 'ADMIN',
  DIRECTOR = 'DIRECTOR',
  ACCOUNT_MANAGER = 'ACCOUNT_MANAGER',
  MARKETER = 'MARKETER',
  CUSTODIAN = 'CUSTODIAN',
  TARIFF_OFFICER = 'TARIFF_OFFICER',
  CREDIT_OFFICER = 'CREDIT_OFFICER',
  AUDITOR = 'AUDITOR',
  ANALYST = 'ANALYST',
  CALL_AGENT = 'CALL_AGENT',
  INGEST = 'INGEST',
}

const EVERYONE: Capability[] = ['organisations:read'];
const SALES: Capability[] = [
  ...EVERYONE,
  'staff:read',
  'accounts:read',
  'boards:read',
  'dossier:read',
  'dossier:request-access',
  'exports:request',
];

/** What each role brings; a person has the union over their roles. Closed: what is not listed is refused. */
export const ROLE_CAPABILITIES: Record<Role, readonly Capability[]> = {
  ADMIN: [
    ...EVERYONE,
    'organisations:manage',
    'organisations:import',
    'staff:read',
    'staff:manage',
    'tokens:manage',
    'jobs:read',
  ],
  DIRECTOR: [
    ...SALES,
    'dossier:decide-access',
    'dossier:break-glass',
    'accounts:import',
    'accounts:assign',
    'usage:import',
    'boards:close',
    'jobs:read',
  ],
  ACCOUNT_MANAGER: [...SALES, 'dossier:break-glass', 'dossier:propose'],
  MARKETER: SALES,
  CUSTODIAN: [
    ...EVERYONE,
    'staff:read',
    'accounts:read',
    'dossier:read',
    'dossier:edit',
    'dossier:decide-access',
    'exports:request',
    'exports:decide',
    'register:read',
  ],
  TARIFF_OFFICER: [...EVERYONE, 'accounts:read', 'dossier:read'],
  CREDIT_OFFICER: [...EVERYONE, 'accounts:read', 'dossier:read'],
  AUDITOR: [
    ...EVERYONE,
    'staff:read',
    'accounts:read',
    'boards:read',
    'dossier:read',
    'dossier:request-access',
    'exports:request',
    'register:read',
    'jobs:read',
  ],
  ANALYST: [...EVERYONE, 'accounts:read', 'boards:read', 'dossier:read', 'exports:request'],
  CALL_AGENT: [...EVERYONE, 'accounts:read', 'dossier:read', 'tickets:open'],
  INGEST: [...EVERYONE, 'organisations:import', 'accounts:import', 'usage:import', 'jobs:read'],
};

/** The capabilities of a set of roles, sorted. */
export function capabilitiesOf(roles: readonly Role[]): Capability[] {
  return [...new Set(roles.flatMap((role) => ROLE_CAPABILITIES[role]))].sort();
}
