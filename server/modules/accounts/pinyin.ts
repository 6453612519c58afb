import { pinyin } from 'pinyin-pro';

// A character with one possible initial is looked up once and remembered. A polyphone (重, 行, 长 …) is read by the
// library inside its neighbourhood, which is remembered too: company names repeat the same words again and again.
const NEIGHBOURHOOD = 3;
const REMEMBERED_NEIGHBOURHOODS = 50_000;
const HAN = /\p{Script=Han}/u;

const singleInitials = new Map<string, string | null>();
const neighbourhoods = new Map<string, string>();

/** The letters a-z of a syllable's beginning, without tone marks. */
function latinInitial(syllable: string): string {
  const letter = syllable.normalize('NFKD').toLowerCase()[0] ?? '';
  return /^[a-z]$/.test(letter) ? letter : '';
}

/** The only initial a character can have, or null where that depends on the word it stands in. */
function initialOf(character: string): string | null {
  let initial = singleInitials.get(character);
  if (initial === undefined) {
    const readings = pinyin(character, { multiple: true, type: 'array', toneType: 'none', nonZh: 'removed' });
    const initials = new Set(readings.map(latinInitial));
    initial = initials.size > 1 ? null : ([...initials][0] ?? '');
    singleInitials.set(character, initial);
  }
  return initial;
}

/** The initial of characters[at] as it is read among its neighbours. */
function initialInContext(characters: string[], at: number): string {
  const from = Math.max(0, at - NEIGHBOURHOOD);
  const neighbourhood = characters.slice(from, at + NEIGHBOURHOOD + 1);
  const key = `${at - from}${neighbourhood.join('')}`;
  let initial = neighbourhoods.get(key);
  if (initial === undefined) {
    const syllables = pinyin(neighbourhood.join(''), { type: 'array', toneType: 'none' });
    initial = latinInitial(syllables[at - from] ?? '');
    if (neighbourhoods.size >= REMEMBERED_NEIGHBOURHOODS) neighbourhoods.clear();
    neighbourhoods.set(key, initial);
  }
  return initial;
}

/**
 * The pinyin initials of a name in lower case, for search: 重庆银行 gives `cqyh`. Latin letters and digits stay,
 * punctuation and spaces go.
 */
export function pinyinInitials(name: string): string {
  const characters = [...name.normalize('NFKC').toLowerCase()];
  let initials = '';
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at];
    if (/^[a-z0-9]$/.test(character)) initials += character;
    else if (HAN.test(character)) initials += initialOf(character) ?? initialInContext(characters, at);
  }
  return initials;
}
