import { Role } from '../../../authz/capabilities';
import type { Viewer } from '../../../authz/viewer';
import type { OrganisationTree } from '../../organisations/organisations.module';
import type { AccessGrantRow } from '../access-grant';

/** Whether it is the viewer's own. */
export const isRequester = (viewer: Viewer, grant: AccessGrantRow): boolean =>
  viewer.kind === 'STAFF' &&
  viewer.staffId === grant.staffId &&
  viewer.staffProvinceId === grant.staffProvinceId;

/** Whether the viewer is a designated custodian of the very organisation (Article 19). */
export const isCustodianOf = (viewer: Viewer, organisationId: number): boolean =>
  mayDecide(viewer) && viewer.roles.includes(Role.CUSTODIAN) && viewer.organisationId === organisationId;

/**
 * Whether the viewer decides, or reviews: a custodian of the serving organisation; where a custodian of it is concerned,
 * a custodian or director of the organisation above it, so that it takes two persons of two organisations.
 */
export function decides(tree: OrganisationTree, viewer: Viewer, grant: AccessGrantRow): boolean {
  return grant.needsSuperior
    ? organisationsBelow(tree, viewer).includes(grant.organisationId)
    : isCustodianOf(viewer, grant.organisationId);
}

/** The organisations for whose custodians the viewer decides. */
export function organisationsBelow(tree: OrganisationTree, viewer: Viewer): number[] {
  if (!mayDecide(viewer) || viewer.scope.line) return []; // a bureau is above nobody's customers
  return (tree.byId(viewer.organisationId)?.children ?? []).map(({ organisationId }) => organisationId);
}

const mayDecide = ({ kind, capabilities }: Viewer): boolean =>
  kind === 'STAFF' && capabilities.has('dossier:decide-access');
