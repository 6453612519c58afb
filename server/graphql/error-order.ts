import type { GraphQLFormattedError } from 'graphql';

type Path = readonly (string | number)[];

/**
 * Errors in the order of their paths. They are raised as their fields are done, which changes from run to run: the same
 * question must get the same bytes, or the order would tell how long something hidden took.
 */
export function inPathOrder(errors: readonly GraphQLFormattedError[]): GraphQLFormattedError[] {
  return [...errors].sort((a, b) => comparePaths(a.path ?? [], b.path ?? []));
}

/**
 * Whether an answer still has the object that a field (its path without list positions) belongs to. Where an error took
 * the object away, it is chance whether the field was reached before.
 */
export function hasParentOf(path: Path, data: unknown): boolean {
  if (Array.isArray(data)) return data.some((item) => hasParentOf(path, item));
  if (typeof data !== 'object' || data === null) return false;
  return path.length <= 1 || hasParentOf(path.slice(1), (data as Record<string, unknown>)[path[0]]);
}

function comparePaths(a: Path, b: Path): number {
  const at = a.findIndex((step, position) => step !== b[position]);
  if (at < 0) return a.length - b.length;
  const [left, right] = [a[at], b[at]];
  if (right === undefined) return 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}
