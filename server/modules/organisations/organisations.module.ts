/** What other modules may use of organisations. */
export { Organisation } from './organisation.type';
export { OrganisationLevel } from './organisation-level';
export { OrganisationDirectory } from './organisation-directory';
export { OrganisationTree, type OrganisationPlace } from './organisation-tree';
