import { benchStore, type BenchDatabase, type BenchStore } from './dataset/bench-database';
import { benchParameters } from './dataset/parameters';

/** The store of bench databases, telling on stderr what each step of a load takes. */
export function openStore(url: string | undefined): Promise<BenchStore> {
  return benchStore(url, (step, rows, seconds) =>
    console.error(
      `  ${step.padEnd(22)} ${String(rows).padStart(11)} rows ${seconds.toFixed(1).padStart(7)} s`,
    ),
  );
}

/** Finds or makes the database for so many accounts, and says how long it took. */
export async function generate(store: BenchStore, accounts: number): Promise<BenchDatabase> {
  const started = performance.now();
  console.error(`Database of ${accounts} accounts:`);
  const database = await store.database(benchParameters(accounts));
  console.error(`  ready after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return database;
}
