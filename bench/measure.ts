import { load, type LoadResult, medianOf } from './load';
import type { Target } from './targets';

/** How long and how often. */
export interface MeasurePlan {
  rounds: number;
  seconds: number;
}

export const CONNECTIONS = [1, 16] as const;
const WARM_UP_SECONDS = 3;

/** Medians of one target at 1 and at 16 connections. */
export interface Measured {
  name: string;
  byConnections: Map<number, LoadResult>;
}

/** Measures all targets in turns, round after round, so that a slow moment of the machine strikes all of them alike. */
export async function measure(targets: readonly Target[], plan: MeasurePlan): Promise<Measured[]> {
  for (const target of targets) await load(await target.request(), 16, WARM_UP_SECONDS);
  const results = targets.map(({ name }) => ({
    name,
    seen: new Map<number, LoadResult[]>(CONNECTIONS.map((connections) => [connections, []])),
  }));
  for (let round = 1; round <= plan.rounds; round++)
    for (const connections of CONNECTIONS)
      for (const [at, target] of targets.entries()) {
        const result = await load(await target.request(), connections, plan.seconds);
        results[at].seen.get(connections)!.push(result);
        console.error(
          `  round ${round}, ${String(connections).padStart(2)} connections: ` +
            `${result.requestsPerSecond.toFixed(0).padStart(6)}/s  ${target.name}`,
        );
      }
  return results.map(({ name, seen }) => ({
    name,
    byConnections: new Map([...seen].map(([connections, all]) => [connections, medianOf(all)])),
  }));
}
