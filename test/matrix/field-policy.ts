import { Role } from '../../server/authz/capabilities';
import { GRANTED } from '../kit/story-accounts';
import type { Place } from '../kit/story-people';

/**
 * Who may read which section of a dossier: the table at the end of section 2 of requirements.md, read by hand. It is
 * written without looking at server/authz/sections.ts, which it is there to contradict: never derive one from the other.
 */
export type Standing = 'own' | 'superior' | 'team' | 'bureau' | 'agent' | 'token' | 'runner';

/** A row of the table. */
interface PolicyRow {
  fieldClass: 'L1' | 'L2' | 'L3';
  /** "Reads without a grant". */
  right: readonly Standing[];
  /** "Reads with a grant". */
  grant: readonly Standing[];
  /** Who may hold a grant; null is anybody who stands so. */
  holders: readonly Role[] | null;
}

export const POLICY: Record<string, PolicyRow> = {
  // § 1: own, sup, team; with a grant LINE and other provinces.
  BASIC: { fieldClass: 'L1', right: ['own', 'superior', 'team'], grant: ['bureau'], holders: null },
  // § 1: output, reputation, P/L are L2.
  BASIC_FINANCE: { fieldClass: 'L2', right: ['own', 'superior', 'team'], grant: ['bureau'], holders: null },
  // § 2: own, team; with a grant others. "AGENT one record per ticket": there are no tickets yet, so never.
  CONTACT: { fieldClass: 'L2', right: ['own', 'team'], grant: ['superior', 'bureau'], holders: null },
  // § 3: nobody; with a grant the account manager and the head of the unit. BI never, a bureau neither.
  KEY_PERSONS: {
    fieldClass: 'L3',
    right: [],
    grant: ['own', 'superior', 'team'],
    holders: [Role.ACCOUNT_MANAGER, Role.DIRECTOR],
  },
  // § 4: own, sup, team, AGENT; with a grant others.
  SERVICE: {
    fieldClass: 'L1',
    right: ['own', 'superior', 'team', 'agent'],
    grant: ['bureau'],
    holders: null,
  },
  // § 5: own, sup; LINE its line; BI aggregates. Months are sums of items, so they are what BI gets; items come later.
  USAGE: {
    fieldClass: 'L2',
    right: ['own', 'superior', 'team', 'bureau', 'token'],
    grant: [],
    holders: null,
  },
};

/** Roles whose work is with dossiers (Article 19: "by right"); the others see no L2 or L3 value wherever they work. */
export const DOSSIER_ROLES: readonly Role[] = [
  Role.DIRECTOR,
  Role.ACCOUNT_MANAGER,
  Role.MARKETER,
  Role.CUSTODIAN,
  Role.AUDITOR,
  Role.ANALYST,
];
/** Roles that never open an account: they run the platform. */
export const RUNNERS: readonly Role[] = [Role.ADMIN, Role.INGEST];
/** Roles that see boards. */
export const BOARD_ROLES: readonly Role[] = [
  Role.DIRECTOR,
  Role.ACCOUNT_MANAGER,
  Role.MARKETER,
  Role.AUDITOR,
  Role.ANALYST,
];

/** Somebody at a place who looks at an account, and what they are to it; null where the account is out of scope. */
export interface Relation {
  name: string;
  place: Place;
  account: string;
  standing: Standing | null;
  /** Sections of the live grant. */
  granted: readonly string[];
}

const relation = (name: string, place: Place, account: string, standing: Standing | null): Relation => ({
  name,
  place,
  account,
  standing,
  granted: GRANTED[account] ?? [],
});

export const RELATIONS: readonly Relation[] = [
  relation('its own city', 'gz', 'x', 'own'),
  relation('its own unit', 'unit', 'u', 'own'),
  relation('the city above its unit', 'gz', 'u', 'superior'),
  relation('its province', 'gd', 'x', 'superior'),
  relation('the nation', 'nation', 'x', 'superior'),
  relation('its team, at the province', 'gd', 't', 'team'),
  relation('a bureau', 'express', 'x', 'bureau'),
  relation('another unit of its city', 'unit', 'x', null),
  relation('another city', 'sz', 'x', null),
  relation('another province', 'zj', 'x', null),
  relation('its own city, with a grant', 'gz', 'g', 'own'),
  relation('its province, with a grant', 'gd', 'g', 'superior'),
  relation('the nation, with a grant', 'nation', 'g', 'superior'),
  relation('a bureau, with a grant', 'express', 'g', 'bureau'),
  // A grant opens what it names.
  relation('its province, with a grant over key persons', 'gd', 'v', 'superior'),
  relation('its own unit, with a grant over key persons', 'unit', 'v', 'own'),
  relation('its province, with a grant over contacts', 'gd', 's2', 'superior'),
  relation('a bureau, with a grant over contacts', 'express', 's2', 'bureau'),
  // A grant does not lift the wall of rows.
  relation('another city, with a grant', 'sz', 'g', null),
  relation('another province, with a grant', 'zj', 'g', null),
];

/** What is to be expected of a section. REFUSED_VERB: the root field itself is refused; INVISIBLE: no such account. */
export type Expected = 'VALUE' | 'WITHHELD' | 'INVISIBLE' | 'REFUSED_VERB';

/** What the table says of a role that stands so. */
export function expectedOf(role: Role, { standing, granted }: Relation, section: string): Expected {
  if (RUNNERS.includes(role)) return 'REFUSED_VERB';
  if (!standing) return 'INVISIBLE';
  const policy = POLICY[section];
  const stands = role === Role.CALL_AGENT ? 'agent' : standing;
  if (policy.fieldClass !== 'L1' && !DOSSIER_ROLES.includes(role)) return 'WITHHELD';
  if (policy.right.includes(stands)) return 'VALUE';
  const mayHold = granted.includes(section) && (policy.holders?.includes(role) ?? true);
  return mayHold && policy.grant.includes(stands) ? 'VALUE' : 'WITHHELD';
}
