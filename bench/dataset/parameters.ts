import { createHash } from 'node:crypto';

/** What a bench database is made from; equal parameters give equal rows. */
export interface BenchParameters {
  /** Accounts over all 337 cities. */
  accounts: number;
  seed: string;
  /** The newest of the 24 months. */
  lastMonth: string;
}

/** Months of facts per account and line. */
export const MONTHS = 24;

/**
 * The newest of the months. Fixed rather than "last month", so that the data can be kept; old enough that no job of the
 * platform closes its periods or derives grades from it while it is measured.
 */
export const LAST_MONTH = '2024-12';

/** Raise when the same parameters no longer give the same rows. */
const GENERATOR_VERSION = 3;

/** The parameters that `npm run bench` uses for a size. */
export function benchParameters(accounts: number): BenchParameters {
  return { accounts, seed: 'bench', lastMonth: LAST_MONTH };
}

/** Name of the database of a size. */
export function benchDatabaseName({ accounts }: BenchParameters): string {
  return `kam_bench_${accounts}`;
}

/** Kept as the database's comment once it is complete; another mark means another content. */
export function datasetMark(parameters: BenchParameters): string {
  const content = JSON.stringify({ ...parameters, months: MONTHS, version: GENERATOR_VERSION });
  return `bench ${createHash('sha256').update(content).digest('hex')} ${content}`;
}

/** Who signs in during the bench; the databases hold nothing but invented data. */
export const BENCH_PASSWORD = 'bench-only-password';
export const NATION_DIRECTOR = 'bench.nation';
export const PROVINCE_DIRECTOR = 'bench.province';
/** Province of the second director: the one with the most accounts. */
export const BENCH_PROVINCE_CODE = '440000';
