/** Confidentiality of a field: L1 internal, L2 confidential, L3 personal and sensitive. */
export type FieldClass = 'L1' | 'L2' | 'L3';

/** The part of a dossier a confidential field belongs to (Article 17); BASIC_FINANCE is the L2 part of BASIC. */
export const SECTIONS = ['BASIC', 'BASIC_FINANCE', 'CONTACT', 'KEY_PERSONS', 'SERVICE', 'USAGE'] as const;
export type Section = (typeof SECTIONS)[number];

/**
 * What a viewer is to an account. OWN serves it; SUPERIOR is above the unit that serves it; TEAM is on its account
 * team; LINE belongs to a professional bureau; BI is a service token; PLATFORM runs the system (administration,
 * ingestion) and has no business with dossiers; OTHER is everybody else.
 */
export type Relation = 'OWN' | 'SUPERIOR' | 'TEAM' | 'LINE' | 'AGENT' | 'BI' | 'PLATFORM' | 'OTHER';

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
}

const L2_HOURS = 30 * 24;
const L3_HOURS = 8;

/** The table of article 17 and 19 as data: tests read it, the gate obeys it, schema/confidentiality.md prints it. */
export const SECTION_POLICIES: Record<Section, SectionPolicy> = {
  BASIC: {
    fieldClass: 'L1',
    article: '17(1)-1',
    byRight: ['OWN', 'SUPERIOR', 'TEAM'],
    byGrant: ['LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
  },
  BASIC_FINANCE: {
    fieldClass: 'L2',
    article: '17(1)-1',
    byRight: ['OWN', 'SUPERIOR', 'TEAM'],
    byGrant: ['LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
  },
  CONTACT: {
    fieldClass: 'L2',
    article: '17(1)-2',
    byRight: ['OWN', 'TEAM'],
    byGrant: ['SUPERIOR', 'LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
  },
  KEY_PERSONS: {
    fieldClass: 'L3',
    article: '17(1)-3',
    byRight: [],
    byGrant: ['OWN', 'SUPERIOR', 'TEAM'],
    grantRoles: ['ACCOUNT_MANAGER', 'DIRECTOR'],
    grantHours: L3_HOURS,
  },
  SERVICE: {
    fieldClass: 'L1',
    article: '17(1)-4',
    byRight: ['OWN', 'SUPERIOR', 'TEAM', 'AGENT'],
    byGrant: ['LINE', 'OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
  },
  USAGE: {
    fieldClass: 'L2',
    article: '17(1)-5',
    byRight: ['OWN', 'SUPERIOR', 'TEAM', 'LINE', 'BI'],
    byGrant: ['OTHER'],
    grantRoles: [],
    grantHours: L2_HOURS,
  },
};
