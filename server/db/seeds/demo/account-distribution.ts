import type { OrganisationSeed } from '../reference-data';

/** About how many accounts the demo has in all. */
export const DEMO_ACCOUNTS = 3000;

// Cities whose Top-100 must be full on their strongest lines, and the least that any province gets.
const CITIES_WITH_FULL_BOARDS: Record<string, number> = { '440100': 210, '440300': 200 };
const LEAST_PER_PROVINCE = 30;
const LEAST_PER_CITY = 2;

// Rough weight of a province's economy; the rest counts 1.
const PROVINCE_WEIGHTS: Record<string, number> = {
  '110000': 6,
  '120000': 2.5,
  '130000': 5,
  '210000': 4,
  '310000': 7,
  '320000': 13,
  '330000': 12,
  '340000': 5,
  '350000': 6,
  '360000': 4,
  '370000': 10,
  '410000': 7,
  '420000': 6,
  '430000': 6,
  '440000': 8,
  '450000': 3,
  '500000': 4,
  '510000': 7,
  '530000': 3,
  '610000': 4,
};

/** Splits `total` by weight into whole numbers that add up to it (largest remainders win; ties by position). */
function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const whole = exact.map(Math.floor);
  const missing = total - whole.reduce((a, b) => a + b, 0);
  exact
    .map((share, at) => ({ at, rest: share - whole[at] }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at)
    .slice(0, missing)
    .forEach(({ at }) => whole[at]++);
  return whole;
}

/** How many accounts each city has, by its code: every city some, big provinces and their capitals more. */
export function accountsPerCity(organisations: readonly OrganisationSeed[]): Map<string, number> {
  const counts = new Map<string, number>();
  const provinces = organisations.filter(({ level }) => level === 'PROVINCE');
  const citiesOf = (province: string) =>
    organisations.filter(({ level, parentCode }) => level === 'CITY' && parentCode === province);

  for (const { code } of provinces)
    for (const city of citiesOf(code))
      counts.set(city.code, CITIES_WITH_FULL_BOARDS[city.code] ?? LEAST_PER_CITY);
  for (const { code } of provinces) {
    const cities = citiesOf(code);
    const placed = cities.reduce((sum, city) => sum + (counts.get(city.code) ?? 0), 0);
    // Whatever a small province still lacks is served by its capital, the first of its cities.
    if (cities.length > 0 && placed < LEAST_PER_PROVINCE)
      counts.set(cities[0].code, (counts.get(cities[0].code) ?? 0) + LEAST_PER_PROVINCE - placed);
  }

  const left = DEMO_ACCOUNTS - [...counts.values()].reduce((a, b) => a + b, 0);
  const shares = apportion(
    Math.max(0, left),
    provinces.map(({ code }) => PROVINCE_WEIGHTS[code] ?? 1),
  );
  provinces.forEach(({ code }, at) => {
    const cities = citiesOf(code).filter((city) => !(city.code in CITIES_WITH_FULL_BOARDS));
    // Cities are listed by rank: the capital first, then by size more or less.
    const parts = apportion(
      shares[at],
      cities.map((_, rank) => 1 / (rank + 1.5)),
    );
    cities.forEach((city, rank) => counts.set(city.code, (counts.get(city.code) ?? 0) + parts[rank]));
  });
  return counts;
}
