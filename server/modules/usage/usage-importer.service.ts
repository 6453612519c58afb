import type { Viewer } from '../../authz/viewer';
import type { Importer, ImportRun } from '../../imports/importer';
import { lockTree, queriesOf } from '../organisations/organisations.module';
import { shanghaiMonth } from './month-range';
import {
  addToRollups,
  insertAllNew,
  mergeRows,
  preferHashing,
  resolveAccounts,
} from './usage-import.repository';
import { USAGE_COLUMNS, USAGE_STAGING, usageReader } from './usage-row';

/** Imports monthly usage and revenue (Article 17-2), with the sums of quarters and years in the same transaction. */
export class UsageImporter implements Importer {
  readonly kind = 'USAGE';
  readonly capability = 'usage:import';
  readonly lock = 'PROVINCE';
  readonly columns = USAGE_COLUMNS;
  readonly staging = USAGE_STAGING;

  /** `now` tells the current month; the clock unless a test sets it. */
  constructor(private readonly now: () => Date = () => new Date()) {}

  reader(viewer: Viewer): ReturnType<Importer['reader']> {
    return usageReader(shanghaiMonth(this.now()), viewer.scope.line);
  }

  async write({ client, jobId }: ImportRun): ReturnType<Importer['write']> {
    // No account moves to another city between reading its place here and filing facts under it.
    await lockTree(queriesOf(client), 'TO_FILE_ROWS');
    await resolveAccounts(client);
    const inserted = await insertAllNew(client, jobId);
    await preferHashing(client);
    const counts =
      inserted === false
        ? await mergeRows(client, jobId)
        : { rowsNew: inserted, rowsChanged: 0, rowsSame: 0 };
    if (counts.rowsNew + counts.rowsChanged > 0) await addToRollups(client);
    return counts;
  }
}
