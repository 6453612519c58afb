import { capabilitiesOf, Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import type { OrganisationTree } from '../../server/modules/organisations/organisations.module';

/** A member of staff of an organisation, as the authenticator would make it; for tests of services. */
export function viewerOf(
  tree: OrganisationTree,
  organisationCode: string,
  roles: Role[] = [Role.DIRECTOR],
  change: Partial<Viewer> = {},
): Viewer {
  const organisation = tree.byCode(organisationCode);
  if (!organisation) throw new Error(`no organisation ${organisationCode}`);
  const scope = tree.scopeOf(organisation.organisationId);
  return {
    kind: 'STAFF',
    staffProvinceId: scope.provinceId,
    staffId: 1,
    tokenId: null,
    name: '测试员',
    organisationId: organisation.organisationId,
    roles,
    capabilities: new Set(capabilitiesOf(roles)),
    scope,
    ...change,
  };
}
