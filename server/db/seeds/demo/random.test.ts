import { createRandom } from './random';

describe('createRandom', () => {
  it('repeats itself for one seed and differs for another', () => {
    const draw = (seed: string) => Array.from({ length: 20 }, createRandom(seed).next);
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('forks streams that do not depend on what was drawn before', () => {
    const one = createRandom(7);
    const other = createRandom(7);
    other.next();
    expect(one.fork('names').next()).toBe(other.fork('names').next());
    expect(one.fork('names').next()).not.toBe(one.fork('usage').next());
  });

  it('keeps to its bounds and weights', () => {
    const random = createRandom('bounds');
    const counts = { a: 0, b: 0, c: 0 };
    for (let i = 0; i < 10_000; i++) {
      const whole = random.int(3, 5);
      expect(whole === 3 || whole === 4 || whole === 5).toBe(true);
      const amount = random.logBetween(10, 1000);
      expect(amount >= 10 && amount < 1000).toBe(true);
      counts[
        random.weighted<'a' | 'b' | 'c'>([
          ['a', 3],
          ['b', 1],
          ['c', 0],
        ])
      ]++;
    }
    expect(counts.c).toBe(0);
    expect(counts.a / counts.b).toBeCloseTo(3, 0);
  });
});
