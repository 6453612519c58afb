import { accountsPerCity } from '../../server/db/seeds/demo/account-distribution';
import { placeName } from '../../server/db/seeds/demo/company-names';
import type { OrganisationSeed } from '../../server/db/seeds/reference-data';

/** One account manager per so many accounts of a city. */
const ACCOUNTS_PER_MANAGER = 60;

/** A city with the ids that its accounts and managers have: whole ranges, so nothing needs to be remembered. */
export interface BenchCity {
  code: string;
  place: string;
  provinceId: number;
  cityId: number;
  firstAccountId: number;
  accounts: number;
  firstManagerId: number;
  managers: number;
}

/** Splits the accounts over the cities as the demo does, in the order of the primary keys. `ids`: by code. */
export function benchCities(
  organisations: readonly OrganisationSeed[],
  ids: ReadonlyMap<string, number>,
  accounts: number,
): BenchCity[] {
  const weights = accountsPerCity(organisations);
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const cities = organisations
    .filter(({ level }) => level === 'CITY')
    .map((city) => ({ city, provinceId: ids.get(city.parentCode ?? '')!, cityId: ids.get(city.code)! }))
    .sort((a, b) => a.provinceId - b.provinceId || a.cityId - b.cityId);

  let weightBefore = 0;
  let firstManagerId = 1;
  return cities.map(({ city, provinceId, cityId }) => {
    // Cumulative rounding: the parts add up to the whole.
    const firstAccountId = Math.round((weightBefore / total) * accounts) + 1;
    weightBefore += weights.get(city.code) ?? 0;
    const count = Math.round((weightBefore / total) * accounts) + 1 - firstAccountId;
    const managers = Math.max(1, Math.ceil(count / ACCOUNTS_PER_MANAGER));
    const range = { firstAccountId, accounts: count, firstManagerId, managers };
    firstManagerId += managers;
    return { code: city.code, place: placeName(city), provinceId, cityId, ...range };
  });
}
