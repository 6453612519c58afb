import type { Role } from './capabilities';
import { SECTION_POLICIES, type Relation, type Section } from './sections';

/** Whether somebody of these roles who stands so to an account could ever read the section by grant (Article 19). */
export function mayHoldGrant(
  roles: readonly Role[],
  relations: readonly Relation[],
  section: Section,
): boolean {
  const { byGrant, grantRoles } = SECTION_POLICIES[section];
  const isHolder = grantRoles.length === 0 || roles.some((role) => grantRoles.includes(role));
  return isHolder && relations.some((relation) => byGrant.includes(relation));
}

/** The longest a grant over these sections may last, in hours: its most confidential section decides. */
export function longestGrant(sections: readonly Section[]): number {
  return Math.min(...sections.map((section) => SECTION_POLICIES[section].grantHours));
}
