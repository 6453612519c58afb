import type { OrganisationSeed } from '../reference-data';

/** The eight professional lines (Art. 8). */
export const DEMO_LINES = [
  'LETTER',
  'LOGISTICS',
  'EXPRESS',
  'PARCEL',
  'PRESS',
  'FINANCE',
  'INFORMATION',
  'PHILATELY',
] as const;

/** One of the eight professional lines. */
export type DemoLine = (typeof DEMO_LINES)[number];

/** What the story is made from. `lastMonth` (YYYY-MM) is the last of its 24 months of usage. */
export interface DemoStoryInput {
  seed: string | number;
  lastMonth: string;
  organisations: readonly OrganisationSeed[];
}

/** The roles that the demo staff hold. */
export type DemoRole = 'DIRECTOR' | 'ACCOUNT_MANAGER' | 'CUSTODIAN' | 'AUDITOR' | 'ANALYST' | 'INGEST';

/** A professional bureau (Art. 7): an organisation of the nation's level that sees one line only. */
export interface DemoBureau extends OrganisationSeed {
  businessLine: DemoLine;
}

/** A member of staff; only those with `canSignIn` get the demo password. */
export interface DemoStaff {
  username: string;
  name: string;
  /** Code of an organisation or of a bureau. */
  organisationCode: string;
  roles: DemoRole[];
  canSignIn: boolean;
}

/** Who serves an account (item 十一): the deputy takes over the day the manager leaves. */
export interface DemoTeam {
  managerUsername: string;
  deputyUsername: string;
}

/** Dossier section 2. All of it is invented and unreachable: no such number or domain can exist. */
export interface DemoContact {
  address: string;
  postcode: string;
  contactName: string;
  phone: string;
  fax: string | null;
  email: string;
}

/** Dossier section 3, class L3. Every text carries a number of its own, so that a leak can be traced to its row. */
export interface DemoKeyPerson {
  name: string;
  position: string;
  isDecisionMaker: boolean;
  family: string;
  homeAddress: string;
  hobbies: string;
  lawfulBasis: 'CONSENT' | 'CONTRACT';
}

/** How an account's use develops; usage shows it, nothing stores it. */
export type DemoCourse = 'STEADY' | 'GROWING' | 'DECLINING' | 'CHURNED' | 'NEW' | 'PROJECT';

/** A key account with its team, its contact and, for about a third, its key persons. */
export interface DemoAccount {
  accountNo: string;
  name: string;
  /** Valid by GB 32100-2015, or null for the few without one. */
  uscc: string | null;
  /** Code of the serving city. */
  organisationCode: string;
  /** Division of GB/T 4754-2017, as `C39`. */
  industryCode: string;
  address: string | null;
  course: DemoCourse;
  team: DemoTeam;
  contact: DemoContact;
  keyPersons: DemoKeyPerson[];
}

/** Usage of one account on one line in one month: whole pieces, and revenue in fen, which a refund makes negative. */
export interface DemoUsageFact {
  accountNo: string;
  line: DemoLine;
  month: string;
  volume: number;
  revenue: number;
}

/** All of the demo: pure data, ready to be written; every reference inside it resolves. */
export interface DemoStory {
  seed: string;
  /** The 24 months, oldest first. */
  months: string[];
  bureaus: DemoBureau[];
  staff: DemoStaff[];
  accounts: DemoAccount[];
  /** Ordered by account, line and month. */
  usage: DemoUsageFact[];
}
