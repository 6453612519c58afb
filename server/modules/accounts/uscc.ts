/** Unified social credit code (统一社会信用代码), GB 32100-2015. */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Weight of each of the first 17 positions: 3^i mod 31. */
const WEIGHTS = Array.from({ length: 17 }, (_, position) => Number(3n ** BigInt(position) % 31n));

// Registering department, class of body, six digits of the region, nine of the organisation code, check character.
const SHAPE = /^[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/**
 * The check character (18th) that belongs to the first 17.
 * @throws RangeError if there are not exactly 17 characters of the code's alphabet (no I, O, S, V, Z).
 */
export function usccCheckDigit(first17: string): string {
  if (first17.length !== WEIGHTS.length)
    throw new RangeError('A credit code has 17 characters before its check.');
  let sum = 0;
  for (let position = 0; position < WEIGHTS.length; position++) {
    const value = ALPHABET.indexOf(first17[position]);
    if (value < 0)
      throw new RangeError(`Character ${position + 1} is outside the alphabet of GB 32100-2015.`);
    sum += value * WEIGHTS[position];
  }
  return ALPHABET[(31 - (sum % 31)) % 31];
}

/** Whether the code has the shape and the check character of GB 32100-2015. Strict: upper case, no spaces. */
export function isValidUscc(code: string): boolean {
  return SHAPE.test(code) && usccCheckDigit(code.slice(0, 17)) === code[17];
}
