import { personalDataRefused } from './dossier.errors';

/** What free text must not hold: somebody's identity-card number, or anything about a minor (PIPL Articles 28 to 31). */
export type PersonalDataKind = 'IDENTITY_NUMBER' | 'MINOR';

const ADULT = 18;
const CHILD =
  '女儿|儿子|孩子|小孩|孙子|孙女|外孙|侄子|侄女|外甥|子女|宝宝|长子|长女|次子|次女|幼子|幼女|独子|独女|千金|弟弟|妹妹|son|daughter|child|kid|boy|girl';
const SCHOOL =
  '幼儿园|托儿所|小学|初中|初[一二三]|高[一二三]|中学生|未成年|婴儿|满月|百日|[12]0后|kindergarten|nursery|primary school|elementary school|middle school';
const NUMERALS = '零一二三四五六七八九';

// Text about a school or a product for children is no person's data; about somebody's child it is.
const CHILD_AT_SCHOOL = new RegExp(`(?:${CHILD})[^。;\\n]{0,20}?(?:${SCHOOL})`, 'i');
const AGE = /(\d{1,3}|[一二三四五六七八九十两]{1,3})\s*周?岁半?(?!\s*(?:以[上下内]|至|到|-|~|—))/g;
const ENGLISH_AGE = /\b(\d{1,2})[- ]?(?:years?|yrs?)[- ]old\b|\b(?:aged|age)\s+(\d{1,2})\b/gi;
const MONTHS_OLD = new RegExp(
  `(?:${CHILD})[^。;\\n]{0,10}?(?:\\d{1,2}|[一二三四五六七八九十两]{1,3})\\s*个月`,
  'i',
);
const BORN =
  /(?:生于|出生于|生日[是为:]?|born (?:in|on)?)\s*((?:19|20)\d{2})|((?:19|20)\d{2})(?:年|[-/.])(?:\d{1,2}(?:月|[-/.])?(?:\d{1,2}日?)?)?\s*(?:出生|生(?![产活效]))/gi;
const CHILD_WITH_DATE = new RegExp(
  `(?:${CHILD})[^。;\\n]{0,10}?((?:19|20)\\d{2})[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?\\s*(?=[),,。;]|$)`,
  'gi',
);
const PLAIN_MINOR = /未成年人?子女|未成年的?(?:孩子|子|女)|\bunderage\b|\bminor child/i;

// Eighteen places with a province and a date that can be, or the fifteen of cards before 1999. A wrong check digit is
// a slip of the pen and still somebody's number.
const IDENTITY_NUMBER =
  /(?<![0-9])(?:[1-6]\d|71|8[12])\d{4}(?:(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?![0-9X])/i;

/** What the text holds that it must not; empty where it may be kept. `now` decides who is still a minor. */
export function scanPersonalData(text: string, now: Date = new Date()): PersonalDataKind[] {
  const plain = text.normalize('NFKC');
  const found: PersonalDataKind[] = [];
  if (holdsIdentityNumber(plain)) found.push('IDENTITY_NUMBER');
  if (tellsOfMinor(plain, now.getUTCFullYear())) found.push('MINOR');
  return found;
}

/** Throws PERSONAL_DATA_REFUSED naming the first field that holds such data; the data itself is not repeated. */
export function refusePersonalData(texts: Readonly<Record<string, string | null | undefined>>): void {
  for (const [field, text] of Object.entries(texts)) {
    const kinds = text ? scanPersonalData(text) : [];
    if (kinds.length > 0) throw personalDataRefused(field, kinds);
  }
}

function holdsIdentityNumber(text: string): boolean {
  // People group the digits; what stands between two digits of one number is a blank or a hyphen.
  return IDENTITY_NUMBER.test(text) || IDENTITY_NUMBER.test(text.replace(/(?<=\d)[ -](?=[\dXx])/g, ''));
}

function tellsOfMinor(text: string, year: number): boolean {
  if (PLAIN_MINOR.test(text) || CHILD_AT_SCHOOL.test(text) || MONTHS_OLD.test(text)) return true;
  const ages = [...text.matchAll(AGE), ...text.matchAll(ENGLISH_AGE)].map(([, one, two]) =>
    numberOf(one ?? two),
  );
  if (ages.some((age) => age < ADULT)) return true;
  const births = [...text.matchAll(BORN), ...text.matchAll(CHILD_WITH_DATE)].map(([, one, two]) =>
    Number(one ?? two),
  );
  // Of a year alone the youngest that it can mean counts.
  return births.some((birth) => birth <= year && year - birth - 1 < ADULT);
}

function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text.replace('两', '二');
  const [tens, ones] = plain.includes('十') ? plain.split('十') : ['', plain];
  const ten = plain.includes('十') ? 10 * (tens ? NUMERALS.indexOf(tens) : 1) : 0;
  return ten + (ones ? NUMERALS.indexOf(ones) : 0);
}
