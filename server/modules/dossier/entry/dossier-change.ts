import type { AccountKey } from '../dossier-values';
import type { Changes, EntrySection } from './entry-fields';

/** One field of a dossier as it was changed; exists in the clear under clearance only. */
export interface DossierChangeRow extends AccountKey {
  id: number;
  section: EntrySection;
  field: string;
  keyPersonId: number | null;
  oldValue: string | null;
  newValue: string | null;
  at: Date;
  staffProvinceId: number;
  staffId: number;
  staffName: string;
}

/** What is to be recorded of one entry: values by field before and after, in the clear. */
export interface EntryRecord {
  account: AccountKey;
  section: EntrySection;
  keyPersonId: number | null;
  before: Changes;
  after: Changes;
  proposalId: number | null;
}

/** The fields of an entry whose values differ from what was there. */
export const changedFields = ({ before, after }: EntryRecord): string[] =>
  Object.keys(after).filter((field) => (before[field] ?? null) !== after[field]);
