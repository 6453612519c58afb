import DataLoader from 'dataloader';
import type { Subject } from '../../../authz/subject';
import type { Viewer } from '../../../authz/viewer';
import type { LoaderKind } from '../../../context/loaders';
import type { RequestContext } from '../../../context/request-context';
import type { AccountKey } from '../dossier-values';
import { ENTRY_SECTIONS, type EntrySection } from './entry-fields';
import type { SectionState } from './section-state';
import { DossierSectionState } from './section-state.type';
import { readSectionStates } from './section-states.repository';
import { readCompleteness } from './section-values.repository';

const keyOf = ({ provinceId, accountId }: AccountKey): string => `${provinceId}:${accountId}`;

/** How all entered sections stand, by account. One statement for all. */
const statesBySubject: LoaderKind<Subject, SectionState[]> = ({ session }) =>
  new DataLoader(async (subjects) => {
    const groups = new Map<string, SectionState[]>(subjects.map((subject) => [keyOf(subject), []]));
    for (const row of await readSectionStates(session, subjects)) groups.get(keyOf(row))?.push(row);
    return subjects.map((subject) => groups.get(keyOf(subject)) ?? []);
  });

/** How complete a section is, by account; a kind for each. One statement for all accounts. Ask after clearance only. */
const completenessBySubject = Object.fromEntries(
  ENTRY_SECTIONS.map((section) => [
    section,
    (({ session }) =>
      new DataLoader(async (subjects) => {
        const rows = await readCompleteness(session, subjects, section);
        const percents = new Map(rows.map((row) => [keyOf(row), row.percent]));
        return subjects.map((subject) => percents.get(keyOf(subject)) ?? null);
      })) satisfies LoaderKind<Subject, number | null>,
  ]),
) as Record<EntrySection, LoaderKind<Subject, number | null>>;

// That somebody was ever entered into section 3 tells that there is a key person: for who enters them alone.
const isToldOf = (section: EntrySection, { cityId, unitId }: Subject, viewer: Viewer | null): boolean =>
  section !== 'KEY_PERSONS' ||
  (viewer?.capabilities.has('dossier:edit') === true && viewer.organisationId === (unitId || cityId));

/** The state of a section; costs nothing until a cleared field of it is read. */
export function sectionStateOf(
  { loaders, viewer }: RequestContext,
  subject: Subject,
  section: EntrySection,
  cursorKeys?: readonly [number, number],
): DossierSectionState {
  const sources = {
    state: async () => {
      const states = await loaders.of(statesBySubject).load(subject);
      const state = states.find((one) => one.section === section) ?? null;
      return state && !isToldOf(section, subject, viewer)
        ? { ...state, version: null, isStale: null, enteredAt: null }
        : state;
    },
    completeness: () => loaders.of(completenessBySubject[section]).load(subject),
  };
  return new DossierSectionState(subject, section, sources, cursorKeys);
}
