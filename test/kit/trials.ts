const VARIABLE = 'KAM_TEST_TRIALS';

/** How many generated cases a property is tried with: `fewest` in CI, `KAM_TEST_TRIALS` for a longer run. */
export function trials(fewest: number): number {
  return Math.max(fewest, Number(process.env[VARIABLE] ?? 0));
}
