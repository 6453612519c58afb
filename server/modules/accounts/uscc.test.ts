import { isValidUscc, usccCheckDigit } from './uscc';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
// The worked example that is published with GB 32100-2015.
const PUBLISHED = '91350100M000100Y43';

describe('unified social credit code', () => {
  it('accepts the published example and computes its check character', () => {
    expect(usccCheckDigit(PUBLISHED.slice(0, 17))).toBe('3');
    expect(isValidUscc(PUBLISHED)).toBe(true);
  });

  it('refuses every corruption of a single character', () => {
    const accepted: string[] = [];
    for (let at = 0; at < 18; at++)
      for (const character of ALPHABET + 'IOSVZa ') {
        if (character === PUBLISHED[at]) continue;
        const corrupted = PUBLISHED.slice(0, at) + character + PUBLISHED.slice(at + 1);
        if (isValidUscc(corrupted)) accepted.push(corrupted);
      }
    expect(accepted).toEqual([]);
  });

  it('refuses every transposition of neighbours that differ', () => {
    for (let at = 0; at < 17; at++) {
      const [a, b] = [PUBLISHED[at], PUBLISHED[at + 1]];
      if (a === b) continue;
      expect(isValidUscc(PUBLISHED.slice(0, at) + b + a + PUBLISHED.slice(at + 2))).toBe(false);
    }
  });

  it.each([
    '',
    PUBLISHED.slice(0, 17),
    `${PUBLISHED}0`,
    ` ${PUBLISHED}`,
    PUBLISHED.toLowerCase(),
    '0'.repeat(18),
  ])('refuses %j', (code) => expect(isValidUscc(code)).toBe(false));

  it('names the character that cannot be checked', () => {
    expect(() => usccCheckDigit('91350100I000100Y4')).toThrow(/Character 9 /);
    expect(() => usccCheckDigit('9135')).toThrow(RangeError);
  });
});
