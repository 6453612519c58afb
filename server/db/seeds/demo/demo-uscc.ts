import { usccCheckDigit } from '../../../modules/accounts/uscc';
import type { Random } from './random';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of the nine-character organisation code inside a credit code (GB 11714, modulo 11). */
function organisationCheck(first8: string): string {
  // GB 11714 counts A as 10 … Z as 35, letters that the credit code leaves out included.
  const value = (character: string) => parseInt(character, 36);
  const sum = [...first8].reduce(
    (total, character, at) => total + value(character) * ORGANISATION_WEIGHTS[at],
    0,
  );
  return '0123456789X'[(11 - (sum % 11)) % 11];
}

// Registering department and class of body: cooperative, private school or hospital, enterprise.
function bodyClass(name: string): string {
  if (name.includes('合作社')) return '93';
  return /学校|学院|医院/u.test(name) ? '52' : '91';
}

/** A source of unique, valid credit codes; `DEM` in the organisation code marks them as the demo's. */
export function demoUsccs(random: Random): (cityCode: string, name: string) => string {
  const given = new Set<string>();
  return (cityCode, name) => {
    for (;;) {
      const serial = Array.from({ length: 5 }, () => random.pick(ALPHABET)).join('');
      const body = `DEM${serial}`;
      if (given.has(body)) continue;
      given.add(body);
      const first17 = `${bodyClass(name)}${cityCode}${body}${organisationCheck(body)}`;
      return first17 + usccCheckDigit(first17);
    }
  };
}
