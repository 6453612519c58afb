import type { Section } from '../../../authz/sections';
import type { AccountKey } from '../dossier-values';

/** A stated purpose under which one reads what one may read by right (Article 19: after registration). */
export interface ReadingSessionRow {
  sessionId: number;
  purpose: string;
  sections: Section[];
  accounts: AccountKey[];
  validFrom: Date;
  /** First instant after it. */
  validTo: Date;
  endedAt: Date | null;
  /** Open now, by the database's clock. */
  isOpen: boolean;
}
