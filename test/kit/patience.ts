import { availableParallelism, loadavg } from 'node:os';

/** A limit in milliseconds, longer by as much as the machine has more to do than it has processors. */
export function patience(milliseconds: number): number {
  return milliseconds * Math.max(1, loadavg()[0] / availableParallelism());
}
