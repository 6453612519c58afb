import type { Role } from '../../server/authz/capabilities';
import * as told from '../kit/story-accounts';
import type { Place } from '../kit/story-people';
import { expectedOf, type Relation, type Standing } from '../matrix/field-policy';

/** A text that stands in one confidential value of the story and nowhere else. */
export interface Marker {
  text: string;
  section: string;
  account: string;
}

/** Sections by the word in the markers. */
const WORDS: Record<string, string> = {
  ...{ BASIC: 'BASIC', FINANCE: 'BASIC_FINANCE', CONTACT: 'CONTACT', KP: 'KEY_PERSONS' },
  ...{ SERVICE: 'SERVICE', RECORDS: 'RECORDS', COMPLAINTS: 'COMPLAINTS' },
};
const MONTHS = told.storyMonths().length;

/** Values that are no text of their own: numbers and codes, each unique. */
const NUMBERS: Marker[] = told.STORY_ACCOUNTS.filter(({ isBare }) => !isBare).flatMap(({ key }) => [
  { text: told.usccOf(key), section: 'BASIC', account: key },
  { text: told.yuan(told.outputOf(key)), section: 'BASIC_FINANCE', account: key },
  { text: told.yuan(told.arrearsLimitOf(key)), section: 'CREDIT', account: key },
  { text: told.yuan(told.paymentOf(key)), section: 'CREDIT', account: key },
  { text: `"rate":"${told.yuan(told.rateOf(key))}"`, section: 'TARIFF', account: key },
  { text: String(told.piecesOf(key)), section: 'RECORDS', account: key },
  ...told.STORY_LINES.flatMap((line) =>
    Array.from({ length: MONTHS }, (_, at) => at).flatMap((at) => [
      { text: told.yuan(told.revenueOf(key, line, at)), section: `USAGE of ${line}`, account: key },
      { text: String(told.volumeOf(key, line, at)), section: `USAGE of ${line}`, account: key },
    ]),
  ),
]);

/** The confidential values of the story that a text holds. */
export function markersIn(text: string): Marker[] {
  const texts = [...text.matchAll(/CANARY-([A-Z]+)-(\w+?)-\w+/g)].flatMap(
    ([found, word, account]): Marker[] =>
      WORDS[word] ? [{ text: found, section: WORDS[word], account }] : [],
  );
  return [...texts, ...NUMBERS.filter((marker) => text.includes(marker.text))];
}

const BELOW: Record<string, readonly Place[]> = {
  nation: ['gz', 'unit', 'sz', 'hz', 'bj'],
  gd: ['gz', 'unit', 'sz'],
  gz: ['unit'],
  zj: ['hz'],
};

/** Where somebody at a place stands to an account of another. */
function standing(place: Place, of: Place): Standing | null {
  if (place === 'express') return 'bureau';
  if (place === of) return 'own';
  return BELOW[place]?.includes(of) ? 'superior' : null;
}

/** Whether the table of the measures lets the role at the place see the value. */
export function maySee(place: Place, role: Role, { section, account }: Marker): boolean {
  const found = told.STORY_ACCOUNTS.find(({ key }) => key === account);
  if (!found) throw new Error(`no account ${account}`);
  const relation: Relation = {
    ...{ name: account, place, account, standing: standing(place, found.place) },
    tasks: place === 'gd' && account === 't' ? ['team'] : [],
    granted: told.GRANTED[account] ?? [],
    isPurposeful: told.PURPOSEFUL.includes(account),
  };
  const [name, line] = section.split(' of ');
  if (line && place === 'express' && line !== 'EXPRESS') return false;
  return expectedOf(role, relation, name) === 'VALUE';
}

/** Whether the account is in scope at all. */
export const isVisible = (place: Place, account: string): boolean =>
  told.STORY_ACCOUNTS.some((one) => one.key === account && standing(place, one.place) !== null);

/** Whether the scope of one place has all that was imported at the other. */
export const covers = (place: Place, of: string): boolean =>
  place === of || place === 'nation' || (BELOW[place]?.includes(of as Place) ?? false);
