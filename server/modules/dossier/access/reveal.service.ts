import type { Session } from '../../../db/database';
import { REVEAL_MINUTES } from '../../../rules/rule-defaults';
import { boundedText } from '../bounded-text';
import { minutesAhead } from '../dossier.repository';

/** Showing one value that lists mask (Article 19). */
export class RevealService {
  /** The purpose, checked, and the instant at which a client hides the value again. */
  async begin(session: Session, purpose: string): Promise<{ purpose: string; until: Date }> {
    const checked = boundedText('purpose', purpose, 4, 500);
    return { purpose: checked, until: await minutesAhead(session, REVEAL_MINUTES.value) };
  }
}
