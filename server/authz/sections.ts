/** Confidentiality of a field: L1 internal, L2 confidential, L3 personal and sensitive. */
export type FieldClass = 'L1' | 'L2' | 'L3';

/**
 * The part of a dossier a confidential field belongs to (Article 17); BASIC_FINANCE is the L2 part of BASIC, COMPLAINTS
 * the call centre's part of RECORDS.
 */
export const SECTIONS = [
  'BASIC',
  'BASIC_FINANCE',
  'CONTACT',
  'KEY_PERSONS',
  'SERVICE',
  'USAGE',
  'RECORDS',
  'COMPLAINTS',
  'CREDIT',
  'TARIFF',
] as const;
export type Section = (typeof SECTIONS)[number];

/**
 * What a viewer is to an account; one may be several of these. By place: OWN serves it; SUPERIOR is above the unit that
 * serves it; LINE belongs to a professional bureau; BI is a service token; PLATFORM runs the system (administration,
 * ingestion) and has no business with dossiers; OTHER is everybody else. By task: TEAM is on its account team, MANAGER
 * is its manager or deputy; AGENT answers an open ticket about it. By office, over the whole of their scope: CREDIT and
 * TARIFF decide on credit and discounts (the chain of sections 7 and 8), AUDIT supervises.
 */
export type Relation =
  | 'OWN'
  | 'SUPERIOR'
  | 'LINE'
  | 'BI'
  | 'PLATFORM'
  | 'OTHER'
  | 'TEAM'
  | 'MANAGER'
  | 'AGENT'
  | 'CREDIT'
  | 'TARIFF'
  | 'AUDIT';

/** Who may read a section: by right, or under a live grant. Whoever is in neither list never may. */
export interface SectionPolicy {
  fieldClass: FieldClass;
  article: string;
  byRight: readonly Relation[];
  byGrant: readonly Relation[];
  /** Roles that may hold a grant; empty means any. */
  grantRoles: readonly string[];
  /** How long a grant lasts unless a shorter time is given, in hours. */
  grantHours: number;
  /** Roles for which the place of work counts (OWN, SUPERIOR, LINE); empty means any. To others it is as OTHER. */
  placeRoles: readonly string[];
  /** Whether even reading by right takes an open reading session, which states the purpose beforehand (Article 19). */
  purposeFirst: boolean;
}

const L2_HOURS = 30 * 24;
const L3_HOURS = 8;

// Officers of credit and tariffs and call agents read what their office names, wherever they work; auditors read
// sections 6 to 8 as auditors or not at all.
const DESK = ['DIRECTOR', 'ACCOUNT_MANAGER', 'MARKETER', 'CUSTODIAN', 'ANALYST'];
const DESK_AND_AUDIT = [...DESK, 'AUDITOR'];

/** The table of article 17 and 19 as data: tests read it, the gate obeys it, schema/confidentiality.md prints it. */
export const SECTION_POLICIES: Record<Section, SectionPolicy> = {
  BASIC: {
    fieldClass: 'L1',
    article: '17(1)-1',
    byRight: ['OWN', 'SUPERIOR', 'TEAM'],
    byGrant: ['LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: [],
    purposeFirst: false,
  },
  BASIC_FINANCE: {
    fieldClass: 'L2',
    article: '17(1)-1',
    byRight: ['OWN', 'SUPERIOR', 'TEAM'],
    byGrant: ['LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: DESK_AND_AUDIT,
    purposeFirst: false,
  },
  CONTACT: {
    fieldClass: 'L2',
    article: '17(1)-2',
    byRight: ['OWN', 'TEAM', 'AGENT'],
    byGrant: ['SUPERIOR', 'LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: DESK_AND_AUDIT,
    purposeFirst: false,
  },
  KEY_PERSONS: {
    fieldClass: 'L3',
    article: '17(1)-3',
    byRight: [],
    byGrant: ['OWN', 'SUPERIOR', 'TEAM'],
    grantRoles: ['ACCOUNT_MANAGER', 'DIRECTOR'],
    grantHours: L3_HOURS,
    placeRoles: DESK_AND_AUDIT,
    purposeFirst: false,
  },
  SERVICE: {
    fieldClass: 'L1',
    article: '17(1)-4',
    byRight: ['OWN', 'SUPERIOR', 'TEAM', 'AGENT'],
    byGrant: ['LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: [],
    purposeFirst: false,
  },
  USAGE: {
    fieldClass: 'L2',
    article: '17(1)-5',
    byRight: ['OWN', 'SUPERIOR', 'TEAM', 'LINE', 'BI'],
    byGrant: ['OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: DESK_AND_AUDIT,
    purposeFirst: false,
  },
  RECORDS: {
    fieldClass: 'L2',
    article: '17(1)-6',
    byRight: ['OWN', 'SUPERIOR'],
    byGrant: ['TEAM', 'LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: DESK,
    purposeFirst: false,
  },
  COMPLAINTS: {
    fieldClass: 'L2',
    article: '17(1)-6',
    byRight: ['OWN', 'SUPERIOR', 'AGENT'],
    byGrant: ['TEAM', 'LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: DESK,
    purposeFirst: false,
  },
  CREDIT: {
    fieldClass: 'L2',
    article: '17(1)-7',
    byRight: ['OWN', 'CREDIT'],
    byGrant: ['SUPERIOR', 'AUDIT'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: DESK,
    purposeFirst: true,
  },
  TARIFF: {
    fieldClass: 'L2',
    article: '17(1)-8',
    byRight: ['MANAGER', 'TARIFF'],
    byGrant: ['AUDIT'],
    grantRoles: [],
    grantHours: L2_HOURS,
    placeRoles: DESK,
    purposeFirst: true,
  },
};
