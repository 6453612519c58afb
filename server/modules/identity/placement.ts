import type { BusinessLine } from '../../graphql/business-line';
import { scopeCovers, type Scope } from '../../db/scope';

/** An organisation's place in the hierarchy today, as its rows carry it; 0 above that level. */
export interface Placement {
  provinceId: number;
  cityId: number;
  unitId: number;
  /** A professional bureau's line; null is every line. */
  line: BusinessLine | null;
}

/** What the placement SQL answers: the nearest organisation that is not a bureau, and the line (Article 7). */
export interface PlacementRow {
  place_id: number;
  place_level: 'NATION' | 'PROVINCE' | 'CITY' | 'COUNTY' | 'UNIT';
  place_province_id: number;
  place_city_id: number;
  place_unit_ids: number[];
  place_line: BusinessLine | null;
}

const LEVELS = { NATION: 0, PROVINCE: 1, CITY: 2, COUNTY: 3, UNIT: 3 } as const;

/** The scope of whoever belongs to the place: it and all below it, a bureau only its line there. */
export function scopeOf(row: PlacementRow): Scope {
  return {
    level: LEVELS[row.place_level],
    provinceId: row.place_province_id,
    cityId: row.place_city_id,
    unitIds: row.place_unit_ids,
    line: row.place_line,
  };
}

/** The place itself. */
export function placementOf(row: PlacementRow): Placement {
  return {
    provinceId: row.place_province_id,
    cityId: row.place_city_id,
    unitId: LEVELS[row.place_level] === 3 ? row.place_id : 0,
    line: row.place_line,
  };
}

/** Whether whoever has the scope may manage people and tokens of the place: never beyond one's own line either. */
export function mayManage(scope: Scope, place: Placement): boolean {
  return scopeCovers(scope, place) && (scope.line === null || scope.line === place.line);
}
