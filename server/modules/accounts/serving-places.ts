import { type Scope, scopeCovers } from '../../db/scope';
import type { OrganisationTree } from '../organisations/organisations.module';

/** An organisation of a scope, and the place of the accounts it serves. */
export interface ServingPlace {
  code: string;
  organisationId: number;
  provinceId: number;
  cityId: number;
  unitId: number;
  /** Whether it may serve accounts: a city or below that is no bureau (Article 13). */
  isServing: boolean;
}

/** The organisations of a scope that a row may name. */
export function servingPlaces(tree: OrganisationTree, scope: Scope): ServingPlace[] {
  return tree.all().flatMap(({ code, organisationId, businessLine }) => {
    const place = tree.placeOf(organisationId);
    const { provinceId, cityId, unitId } = place;
    if (!scopeCovers(scope, place)) return [];
    const isServing = place.level >= 2 && businessLine === null;
    return [{ code, organisationId, provinceId, cityId, unitId, isServing }];
  });
}
