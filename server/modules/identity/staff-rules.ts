import type { Capability, Role } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import { DomainError } from '../../graphql/errors';

const USERNAME = /^[a-z0-9][a-z0-9._-]{1,63}$/;

/** A login name as it is kept; '' for what cannot be one. */
export function normalUsername(typed: string): string {
  const name = typed.trim().toLowerCase();
  return USERNAME.test(name) ? name : '';
}

/** A login name for a new login, or BAD_USER_INPUT. */
export function newUsername(typed: string): string {
  const name = normalUsername(typed);
  if (name) return name;
  throw new DomainError('BAD_USER_INPUT', '2 to 64 of a-z 0-9 . _ -, beginning with a letter or digit', {
    field: 'username',
  });
}

/** A short text without control characters, trimmed, or BAD_USER_INPUT. */
export function shortText(text: string, field: string, atMost: number): string {
  const trimmed = text.trim();
  if (trimmed && [...trimmed].length <= atMost && !/\p{Cc}|\p{Cs}/u.test(trimmed)) return trimmed;
  throw new DomainError('BAD_USER_INPUT', `1 to ${atMost} characters`, { field });
}

/** Roles without doubles, sorted; at least one. */
export function normalRoles(roles: readonly Role[]): Role[] {
  if (roles.length === 0) throw new DomainError('BAD_USER_INPUT', 'at least one role', { field: 'roles' });
  return [...new Set(roles)].sort();
}

/** Only a person with the capability goes on: services are called from the command line too, past the shield. */
export function requirePerson(viewer: Viewer, capability: Capability): void {
  if (viewer.kind !== 'STAFF' || !viewer.capabilities.has(capability)) throw new DomainError('FORBIDDEN');
}
