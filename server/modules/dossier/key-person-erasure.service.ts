import type { Viewer } from '../../authz/viewer';
import type { Database } from '../../db/database';
import { boundedText } from './bounded-text';
import { changedMeanwhile, notAPerson } from './dossier.errors';
import { refusePersonalData } from './personal-data';

/** Whom to erase, and why. */
export interface ErasureOrder {
  provinceId: number;
  keyPersonId: number;
  expectedVersion: number;
  reason: string;
}

const ERASE = {
  name: 'dossier_erase_key_person',
  text: `SELECT erase_key_person($1::int, $2::bigint, $3::int, $4::int, $5::int, $6::bigint, $7, $8) AS "erasedAt"`,
};

/** Erasing a person of section 3 (PIPL Article 47): the values go, in the history too; a tombstone stays. */
export class KeyPersonErasure {
  constructor(private readonly database: Database) {}

  /**
   * Erases a person of an account that the viewer's organisation serves; when. CONFLICT where the version has passed, and
   * alike for a person that is not there or somebody else's: an id tells nobody whether it is anybody.
   */
  async erase(viewer: Viewer, order: ErasureOrder): Promise<Date> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const reason = boundedText('reason', order.reason, 4, 500);
    refusePersonalData({ reason });
    const { provinceId, keyPersonId, expectedVersion } = order;
    const by = [viewer.organisationId, viewer.staffProvinceId, viewer.staffId, viewer.name];
    const [{ erasedAt }] = await this.database.transaction(viewer.scope, (session) =>
      session.query<{ erasedAt: Date | null }>(ERASE, [
        ...[provinceId, keyPersonId, expectedVersion],
        ...by,
        reason,
      ]),
    );
    if (!erasedAt) throw changedMeanwhile();
    return erasedAt;
  }
}
