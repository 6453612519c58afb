import type { Database, Session } from '../../../db/database';
import { SYSTEM_SCOPE } from '../../../db/scope';
import { REGISTER_SEALING } from '../../../rules/rule-defaults';
import {
  addSeal,
  countWriters,
  lockProvince,
  readClosed,
  readHead,
  readRows,
} from './register-seals.repository';
import { NO_SEAL, type Seal, type SealKey } from './seal-key';
import { rowDigest } from './sealed-row';

/** Seals what is over of the register, province by province (Article 19). Nothing of it waits on the hot path. */
export class RegisterSealer {
  constructor(
    private readonly database: Database,
    private readonly key: SealKey,
  ) {}

  /**
   * Seals the closed minutes of a province; answers the new head, or null where there is nothing to seal, somebody else
   * is at it, or a writer has not finished. `mayFollow` is asked about the present head first and throws where no seal
   * may be put on it.
   */
  async sealNext(
    provinceId: number,
    mayFollow: (session: Session, head: Seal | null) => Promise<void>,
  ): Promise<Seal | null> {
    return this.database.transaction(SYSTEM_SCOPE, async (session) => {
      if (!(await lockProvince(session, provinceId))) return null;
      const head = await readHead(session, provinceId);
      await mayFollow(session, head);
      const from = head?.until ?? null;
      const closed = await readClosed(session, provinceId, from, REGISTER_SEALING.value);
      if (!closed.isLater || !(closed.hasRows || closed.isQuiet)) return null;
      if ((await countWriters(session, closed.until)) > 0) return null;
      const rows = await readRows(session, provinceId, from, closed.until);
      const unsigned = {
        provinceId,
        seq: (head?.seq ?? 0) + 1,
        until: closed.until,
        sealedAt: closed.now,
        rowIds: rows.map(({ id }) => id),
        rowDigests: Buffer.concat(rows.map(rowDigest)),
        previous: head?.seal ?? NO_SEAL,
      };
      const seal = { ...unsigned, seal: this.key.seal(unsigned) };
      await addSeal(session, seal);
      return seal;
    });
  }
}
