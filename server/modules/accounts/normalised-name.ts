import { isValidUscc } from './uscc';

/** How a customer's identity was established: by credit code, or by name and address where there is none. */
export type IdentityKind = 'USCC' | 'NAME_ADDRESS';

/** The key under which one customer is known to all provinces (Art. 12: one identity, one exclusive right). */
export interface IdentityKey {
  kind: IdentityKind;
  key: string;
}

/** What an identity is made of; the credit code wins where it is present. */
export interface IdentityParts {
  uscc?: string | null;
  name: string;
  address?: string | null;
}

// Pairs that the law or plain usage declares the same form of company, and only at the end of a name. Anything less
// certain (branch offices, groups, 厂 and 公司) stays apart: two records of one customer can be merged later, but one
// record for two customers gives away somebody's confidential data.
const SUFFIXES: [RegExp, string][] = [
  [/有限责任公司$/, '有限公司'],
  [/股份公司$/, '股份有限公司'],
  [/(?:company|co)(?:limited|ltd)$/, 'coltd'],
  [/limited$/, 'ltd'],
  [/incorporated$/, 'inc'],
];

/**
 * One form for all spellings of a text: NFKC, lower case, unified brackets, without spaces and punctuation. A gap
 * between two digits stays as a hyphen, because 12-3号 and 123号 are different places.
 */
function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .replace(/[[{〔【〖]/gu, '(')
    .replace(/[\]}〕】〗]/gu, ')')
    .replace(/[^\p{L}\p{N}\p{M}()&+]+/gu, (gap, at: number, whole: string) =>
      /\p{N}/u.test(whole[at - 1] ?? '') && /\p{N}/u.test(whole[at + gap.length] ?? '') ? '-' : '',
    );
}

/** The form of a customer's name that is compared: two spellings of one name are equal, two names are not. */
export function normaliseName(name: string): string {
  const text = normaliseText(name);
  for (const [suffix, same] of SUFFIXES) if (suffix.test(text)) return text.replace(suffix, same);
  return text;
}

/**
 * The identity of a customer (Art. 12): its credit code, else its normalised name and address.
 * @throws RangeError if a credit code is given but wrong, or if there is neither a code nor a name.
 */
export function identityKey({ uscc, name, address }: IdentityParts): IdentityKey {
  const code = (uscc ?? '').normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  if (code !== '') {
    if (!isValidUscc(code)) throw new RangeError('The unified social credit code is not valid.');
    return { kind: 'USCC', key: code };
  }
  const normalised = normaliseName(name);
  if (normalised === '') throw new RangeError('A customer without a credit code needs a name.');
  return { kind: 'NAME_ADDRESS', key: `${normalised}|${normaliseText(address ?? '')}` };
}
