import type { AccountKey } from '../dossier-values';
import type { EntrySection } from './entry-fields';

/** How a section stands: work done on it, never what is in it. */
export interface SectionState extends AccountKey {
  section: EntrySection;
  /** 0: never entered. */
  version: number;
  enteredAt: Date | null;
  /** Article 17-2: not entered within the days of the rule, by the database's clock. */
  isStale: boolean;
  /** The serving organisation's custodian of longest standing; staff of the account's province. */
  stewardId: number | null;
}

/** How it stands as it is told: of section 3 the work alone would tell of key persons, so most are told nothing of it. */
export type ToldState = Pick<SectionState, 'stewardId'> & {
  [Part in 'version' | 'enteredAt' | 'isStale']: SectionState[Part] | null;
};
