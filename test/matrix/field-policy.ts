import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Role } from '../../server/authz/capabilities';
import { GRANTED, PURPOSEFUL } from '../kit/story-accounts';
import type { Place } from '../kit/story-people';

/** Where somebody stands to an account by the place of work. */
export type Standing = 'own' | 'superior' | 'bureau';

/** A row of dossier-policy.md. */
interface PolicyRow {
  fieldClass: string;
  right: readonly string[];
  grant: readonly string[];
  /** Roles that may hold a grant. */
  holders: readonly string[];
  /** Roles whose place of work counts. */
  placed: readonly string[];
  purposeFirst: boolean;
}

const DESK = ['DIRECTOR', 'ACCOUNT_MANAGER', 'MARKETER', 'CUSTODIAN', 'ANALYST'];
const ROLE_WORDS: Record<string, readonly string[]> = { desk: DESK, anybody: Object.values(Role) };
const words = (cell: string): string[] => (cell === 'nobody' ? [] : cell.split(', '));
const rolesIn = (cell: string): string[] => words(cell).flatMap((word) => ROLE_WORDS[word] ?? [word]);

/** The table of the measures as data, by section. */
export const POLICY: Record<string, PolicyRow> = Object.fromEntries(
  readFileSync(join(__dirname, 'dossier-policy.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, , section, fieldClass, right, grant, holders, placed, purposeFirst]) => [
      section,
      {
        fieldClass,
        right: words(right),
        grant: words(grant),
        holders: rolesIn(holders),
        placed: rolesIn(placed),
        purposeFirst: purposeFirst === 'yes',
      },
    ]),
);

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
  /** Further standings by task: `team`, `manager`. */
  tasks: readonly string[];
  /** Sections of the live grant. */
  granted: readonly string[];
  /** Whether an open ticket and an open reading session over everything are held. */
  isPurposeful: boolean;
}

const relation = (
  name: string,
  place: Place,
  account: string,
  standing: Standing | null,
  tasks: readonly string[] = [],
): Relation => ({
  ...{ name, place, account, standing, tasks },
  granted: GRANTED[account] ?? [],
  isPurposeful: PURPOSEFUL.includes(account),
});

export const RELATIONS: readonly Relation[] = [
  relation('its own city', 'gz', 'x', 'own'),
  relation('its own unit', 'unit', 'u', 'own'),
  relation('the city above its unit', 'gz', 'u', 'superior'),
  relation('its province', 'gd', 'x', 'superior'),
  relation('the nation', 'nation', 'x', 'superior'),
  relation('its team, at the province', 'gd', 't', 'superior', ['team']),
  // Everybody holds a ticket and a reading session there: they are nothing without the office.
  relation('its own city, with a purpose', 'gz', 't', 'own'),
  relation('the nation, with a purpose', 'nation', 't', 'superior'),
  relation('a bureau, with a purpose', 'express', 't', 'bureau'),
  relation('another city, with a purpose', 'sz', 't', null),
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

/** Offices that read by themselves, over all of their scope. */
const OFFICES: Partial<Record<Role, string>> = {
  [Role.CREDIT_OFFICER]: 'credit',
  [Role.TARIFF_OFFICER]: 'tariff',
  [Role.AUDITOR]: 'audit',
};

/** What the table says of a role that stands so. */
export function expectedOf(role: Role, relation: Relation, section: string): Expected {
  if (RUNNERS.includes(role)) return 'REFUSED_VERB';
  if (!relation.standing) return 'INVISIBLE';
  const { right, grant, holders, purposeFirst } = POLICY[section];
  const stands = standingsOf(role, relation, section);
  if (right.some((word) => stands.includes(word)) && (!purposeFirst || relation.isPurposeful)) return 'VALUE';
  const isHeld = relation.granted.includes(section) && holders.includes(role);
  return isHeld && grant.some((word) => stands.includes(word)) ? 'VALUE' : 'WITHHELD';
}

function standingsOf(role: Role, { standing, tasks, isPurposeful }: Relation, section: string): string[] {
  if (role === Role.CALL_AGENT) return isPurposeful ? ['agent'] : [];
  const place = POLICY[section].placed.includes(role) && standing ? standing : 'other';
  const office = standing === 'bureau' ? undefined : OFFICES[role];
  return [place, ...tasks, ...(office ? [office] : [])];
}
