/** What other modules may use of organisations. */
export { Organisation } from './organisation.type';
export { OrganisationNode } from './organisation-node';
export { OrganisationLevel } from './organisation-level';
export { OrganisationDirectory } from './organisation-directory.service';
export { OrganisationTree, type OrganisationPlace } from './organisation-tree';
