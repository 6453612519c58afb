import { mayHoldGrant } from '../../../authz/grantable';
import { relationsTo } from '../../../authz/relation';
import type { Section } from '../../../authz/sections';
import type { Viewer } from '../../../authz/viewer';
import type { RequestFacts } from '../access-grants.repository';
import type { AccountKey } from '../dossier-values';

/** Of the sections those that no grant ever opens to the viewer, as they stand to the account. */
export function neverGranted(
  viewer: Viewer,
  { provinceId, accountId }: AccountKey,
  facts: RequestFacts,
  sections: readonly Section[],
): Section[] {
  const place = { provinceId, accountId, cityId: facts.cityId, unitId: facts.unitId };
  const held = { teamRole: facts.isOnTeam ? ('MEMBER' as const) : null, ticket: null };
  return sections.filter(
    (section) => !mayHoldGrant(viewer.roles, relationsTo(viewer, place, section, held), section),
  );
}
