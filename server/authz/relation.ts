import type { Viewer } from './viewer';
import { scopeCovers } from '../db/scope';
import { Role } from './capabilities';
import type { Relation } from './sections';
import type { AccountPlace } from './subject';

const PLATFORM_ROLES: readonly Role[] = [Role.ADMIN, Role.INGEST];

/** What the viewer is to an account, from roles and places alone; account teams are asked of the database apart. */
export function relationTo(viewer: Viewer, place: AccountPlace): Relation {
  if (viewer.kind === 'TOKEN') return scopeCovers(viewer.scope, place) ? 'BI' : 'OTHER';
  if (viewer.roles.every((role) => PLATFORM_ROLES.includes(role))) return 'PLATFORM';
  if (viewer.roles.every((role) => role === Role.CALL_AGENT || PLATFORM_ROLES.includes(role))) return 'AGENT';
  if (!scopeCovers(viewer.scope, place)) return 'OTHER';
  if (viewer.scope.line) return 'LINE';
  return servesItself(viewer, place) ? 'OWN' : 'SUPERIOR';
}

/** All that the viewer is to the account, membership of its team included; runners of the platform are no more. */
export function relationsTo(viewer: Viewer, place: AccountPlace, isOnTeam: boolean): Relation[] {
  const placed = relationTo(viewer, place);
  return isOnTeam && mayBeOnTeam(placed) ? [placed, 'TEAM'] : [placed];
}

/** Whether a team or a grant may add to what the viewer is by role and place. */
export function mayBeOnTeam(placed: Relation): boolean {
  return placed !== 'PLATFORM' && placed !== 'AGENT' && placed !== 'BI';
}

// The serving organisation is the lowest one: a unit, or the city centre where no unit is below it. A county is above
// its units although all three are in its scope.
function servesItself({ organisationId }: Viewer, { unitId, cityId }: AccountPlace): boolean {
  return organisationId === (unitId || cityId);
}
