/** A small seeded source of randomness: the same seed gives the same demo data on every machine. Not for secrets. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element of a list that is not empty. */
  pick<T>(list: ArrayLike<T>): T;
  /** One element, each as likely as its weight says. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  /** A number between `low` and `high` whose logarithm is evenly spread: as many small as large customers. */
  logBetween(low: number, high: number): number;
  /** A stream of its own for one purpose, so that drawing more for one thing leaves all others as they were. */
  fork(purpose: string): Random;
}

// FNV-1a: spreads a text over 32 bits.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** The source of randomness for a seed (mulberry32). */
export function createRandom(seed: string | number): Random {
  let state = hash(String(seed));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)],
    weighted: (list) => {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of list) if ((left -= weight) < 0) return item;
      return list[list.length - 1][0];
    },
    logBetween: (low, high) => low * Math.pow(high / low, next()),
    fork: (purpose) => createRandom(`${seed}/${purpose}`),
  };
}
