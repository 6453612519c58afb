import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A POST that is sent again and again. */
export interface LoadRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What one run of the load generator saw; times in milliseconds. */
export interface LoadResult {
  requestsPerSecond: number;
  p50: number;
  p99: number;
}

/** Keeps `connections` requests under way for some seconds. Throws if any of them failed. */
export async function load(request: LoadRequest, connections: number, seconds: number): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(__dirname, 'load.cjs'),
    JSON.stringify({ ...request, connections, seconds }),
  ]);
  const { failure, ...result } = JSON.parse(stdout) as LoadResult & { failure: string | null };
  if (failure) throw new Error(`${request.url} failed under load: ${failure}`);
  return result;
}

/** The middle of the rounds, figure by figure. */
export function medianOf(results: readonly LoadResult[]): LoadResult {
  const median = (figures: number[]): number => figures.sort((a, b) => a - b)[figures.length >> 1];
  return {
    requestsPerSecond: median(results.map((result) => result.requestsPerSecond)),
    p50: median(results.map((result) => result.p50)),
    p99: median(results.map((result) => result.p99)),
  };
}
