import type { Viewer } from './viewer';
import { scopeCovers } from '../db/scope';
import { Role } from './capabilities';
import { NOTHING_HELD, type Standing } from './grants.repository';
import { SECTION_POLICIES, type Relation, type Section } from './sections';
import type { AccountPlace } from './subject';

const PLATFORM_ROLES: readonly Role[] = [Role.ADMIN, Role.INGEST];

/** Offices that read by themselves, over all of their scope. */
const OFFICES: readonly [Role, Relation][] = [
  [Role.CREDIT_OFFICER, 'CREDIT'],
  [Role.TARIFF_OFFICER, 'TARIFF'],
  [Role.AUDITOR, 'AUDIT'],
];

type Held = Pick<Standing, 'teamRole' | 'ticket'>;

/**
 * All that the viewer is to the account as far as the section goes. `held` is what the database knows of the two of
 * them; without it the answer has what roles and places alone give.
 */
export function relationsTo(
  viewer: Viewer,
  place: AccountPlace,
  section: Section,
  held: Held = NOTHING_HELD,
): Relation[] {
  const placed = placeOf(viewer, place);
  if (placed === 'PLATFORM' || viewer.kind === 'TOKEN') return [placed];
  const relations: Relation[] = [];
  // Whoever does nothing but answer calls is nothing to an account without a ticket.
  if (!isOnlyAgent(viewer)) {
    relations.push(placeCounts(viewer, section) ? placed : 'OTHER');
    if (held.teamRole) relations.push('TEAM');
    if (held.teamRole === 'MANAGER' || held.teamRole === 'DEPUTY') relations.push('MANAGER');
  }
  if (held.ticket && viewer.roles.includes(Role.CALL_AGENT)) relations.push('AGENT');
  // What concerns the whole customer is no bureau's office: it sees one line.
  if (!viewer.scope.line && scopeCovers(viewer.scope, place))
    for (const [role, relation] of OFFICES) if (viewer.roles.includes(role)) relations.push(relation);
  return relations;
}

/** Whether team, ticket, grant or reading session could make a difference to what the viewer reads of the section. */
export function mayHold(viewer: Viewer, section: Section): boolean {
  if (viewer.kind === 'TOKEN' || viewer.roles.every((role) => PLATFORM_ROLES.includes(role))) return false;
  return !isOnlyAgent(viewer) || SECTION_POLICIES[section].byRight.includes('AGENT');
}

function placeOf(viewer: Viewer, place: AccountPlace): Relation {
  if (viewer.kind === 'TOKEN') return scopeCovers(viewer.scope, place) ? 'BI' : 'OTHER';
  if (viewer.roles.every((role) => PLATFORM_ROLES.includes(role))) return 'PLATFORM';
  if (!scopeCovers(viewer.scope, place)) return 'OTHER';
  if (viewer.scope.line) return 'LINE';
  return servesItself(viewer, place) ? 'OWN' : 'SUPERIOR';
}

function isOnlyAgent({ roles }: Viewer): boolean {
  return roles.every((role) => role === Role.CALL_AGENT || PLATFORM_ROLES.includes(role));
}

function placeCounts({ roles }: Viewer, section: Section): boolean {
  const { placeRoles } = SECTION_POLICIES[section];
  return placeRoles.length === 0 || roles.some((role) => placeRoles.includes(role));
}

// The serving organisation is the lowest one: a unit, or the city centre where no unit is below it. A county is above
// its units although all three are in its scope.
function servesItself({ organisationId }: Viewer, { unitId, cityId }: AccountPlace): boolean {
  return organisationId === (unitId || cityId);
}
