import type { BusinessLine } from '../graphql/business-line';

/** What rows a transaction may see and write; becomes `SET LOCAL` settings that row-level security reads. */
export interface Scope {
  /** 0 nation, 1 province, 2 city, 3 county or base unit. */
  level: 0 | 1 | 2 | 3;
  /** 0 at the nation. */
  provinceId: number;
  cityId: number;
  /** Organisation ids of a county or unit and all below it; used at level 3. */
  unitIds: number[];
  /** A professional bureau's line; null sees every line. */
  line: BusinessLine | null;
}

/** The platform itself (sign-in, jobs, seeding). Never the scope of a request that a person's input steers. */
export const SYSTEM_SCOPE: Scope = { level: 0, provinceId: 0, cityId: 0, unitIds: [], line: null };

/** True where a row of this province, city and unit is inside the scope; the same rule as the database's policy. */
export function scopeCovers(
  scope: Scope,
  row: { provinceId: number; cityId: number; unitId: number },
): boolean {
  if (scope.level === 0) return true;
  if (scope.level === 1) return row.provinceId === scope.provinceId;
  if (scope.level === 2) return row.cityId === scope.cityId;
  return scope.unitIds.includes(row.unitId);
}
