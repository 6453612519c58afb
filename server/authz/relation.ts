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

// The serving unit is the lowest one: a city centre where there is no unit below it.
function servesItself(viewer: Viewer, place: AccountPlace): boolean {
  if (viewer.scope.level === 3) return true;
  return viewer.scope.level === 2 && place.unitId === 0;
}
