import type { Viewer } from '../../../authz/viewer';
import type { Database, Session } from '../../../db/database';
import { SYSTEM_SCOPE } from '../../../db/scope';
import { boundedText } from '../bounded-text';
import { alertSettled, notAPerson, notFound, ownAlert } from '../dossier.errors';
import type { AccessAlertRow, AlertQuery } from './access-alert';
import { acknowledgeAlert, findAlert, listAlerts } from './access-alerts.repository';
import { raiseByHistory, raiseRecent, readInstant } from './reading-anomalies.repository';

/** Readings out of the ordinary: found by a job, told to the custodian of the accounts and to the auditor (Article 19). */
export class AccessAlertService {
  constructor(private readonly database: Database) {}

  /** Looks at the last hours; what was found already is not raised again. */
  watch(asOf: Date | null = null): Promise<void> {
    return this.database.transaction(SYSTEM_SCOPE, async (session) =>
      raiseRecent(session, await readInstant(session, asOf)),
    );
  }

  /** Compares with what everybody reads as a rule, and where they worked. */
  compare(asOf: Date | null = null): Promise<void> {
    return this.database.transaction(SYSTEM_SCOPE, async (session) =>
      raiseByHistory(session, await readInstant(session, asOf)),
    );
  }

  /** The alerts the viewer is told of, newest first. */
  list(session: Session, viewer: Viewer, query: AlertQuery): Promise<AccessAlertRow[]> {
    return listAlerts(session, viewer, query);
  }

  /** Settles an alert with a note of what was found out; never one about oneself, and once only. */
  async acknowledge(
    viewer: Viewer,
    { provinceId, alertId, note }: { provinceId: number; alertId: number; note: string },
  ): Promise<AccessAlertRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const text = boundedText('note', note, 4, 500);
    return this.database.transaction(viewer.scope, async (session) => {
      const alert = await findAlert(session, viewer, provinceId, alertId);
      if (!alert) throw notFound('alertId');
      if (alert.staffProvinceId === viewer.staffProvinceId && alert.staffId === viewer.staffId)
        throw ownAlert();
      const settled = await acknowledgeAlert(session, alert, viewer, text);
      if (!settled) throw alertSettled();
      return settled;
    });
  }
}
