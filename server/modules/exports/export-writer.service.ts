import type { Viewer } from '../../authz/viewer';
import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { DomainError } from '../../graphql/errors';
import { EXPORT_ALONE_ROWS, EXPORT_LINK_HOURS } from '../../rules/rule-defaults';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import { newFile } from './export-file';
import type { ExportReading } from './export-reading';
import type { ExportRow, Held } from './export-request';
import type { ExportSeal } from './export-seal';
import { exportRevoked, nothingToExport } from './exports.errors';
import { awaitDecision, beat, failExport, finishExport, type MadeFile } from './exports.repository';
import { watermark } from './watermark';

/** What files are written with. */
export interface ExportWriterParts {
  database: Database;
  directory: OrganisationDirectory;
  reading: ExportReading;
  seal: ExportSeal;
  /** The requester as they stand now; null where they may no longer act. */
  findViewer: (who: { staffProvinceId: number; staffId: number; tokenId: null }) => Promise<Viewer | null>;
  log: { error(details: object, message: string): void };
  /** Accounts that are read, decided and registered together. */
  batch?: number;
}

const BATCH = 50;
const BEAT_MILLISECONDS = 5_000;
const MOST_ATTEMPTS = 3;

/** Writes the file of an export: batch by batch under the rights that the requester has at that moment. */
export class ExportWriter {
  constructor(private readonly parts: ExportWriterParts) {}

  /** Works on an export that was claimed, to its end: READY, REVOKED or FAILED; or back to REQUESTED. */
  async write(one: ExportRow): Promise<void> {
    const { database, log, seal } = this.parts;
    const heart = setInterval(() => {
      // A missed beat is made good by the next; an export without any is taken over.
      database.transaction(SYSTEM_SCOPE, (session) => beat(session, one)).catch(() => undefined);
    }, BEAT_MILLISECONDS);
    try {
      if (one.attempt > MOST_ATTEMPTS) throw new Error(`${one.attempt} processes have died of this export`);
      const found = await this.fileOf(one);
      if (!found) return await database.transaction(SYSTEM_SCOPE, (session) => awaitDecision(session, one));
      const { file, ...made } = found;
      const sealed = seal.close(one, file);
      await database.transaction(SYSTEM_SCOPE, (session) =>
        finishExport(session, one, { ...made, sealed }, EXPORT_LINK_HOURS.value),
      );
    } catch (error) {
      const code = error instanceof DomainError ? error.code : 'INTERNAL';
      if (code === 'INTERNAL')
        log.error({ export: one.id, error: (error as Error).message }, 'export failed');
      const status = code === 'EXPORT_REVOKED' ? 'REVOKED' : 'FAILED';
      await database.transaction(SYSTEM_SCOPE, (session) => failExport(session, one, status, code));
    } finally {
      clearInterval(heart);
    }
  }

  /** Null where a table has more rows than may leave without a second person: records are counted as they are read. */
  private async fileOf(one: ExportRow): Promise<(Omit<MadeFile, 'sealed'> & { file: Buffer }) | null> {
    const { directory, reading } = this.parts;
    const organisation = (await directory.tree()).byId(one.staffOrganisationId);
    const file = newFile(one.format, watermark(one, organisation?.name ?? '', new Date()));
    const held: Held = {};
    let [rowsWritten, rowsWithheld] = [0, 0];
    for (const { section, title, headings } of reading.sheets(one)) {
      file.startTable(title, headings);
      let [rowsHere, withheldHere] = [0, 0];
      const positions: number[] = [];
      for (const batch of this.batches(one.accountIds.length)) {
        const read = await reading.read(await this.requester(one), one, section, batch);
        for (const row of read.rows) file.addRow(row);
        positions.push(...read.held);
        rowsHere += read.rows.length;
        if (!one.needsDecision && rowsHere > EXPORT_ALONE_ROWS.value) return null;
        withheldHere += read.withheld;
      }
      if (withheldHere > 0) file.addRow([`未提供 ${withheldHere} 户 / ${withheldHere} accounts withheld`]);
      rowsWritten += rowsHere;
      rowsWithheld += withheldHere;
      held[section] = positions;
    }
    if (Object.values(held).every((positions) => positions.length === 0)) throw nothingToExport();
    return { file: await file.finish(), held, rowsWritten, rowsWithheld };
  }

  private *batches(count: number): Generator<number[]> {
    const { batch = BATCH } = this.parts;
    for (let from = 0; from < count; from += batch)
      yield Array.from({ length: Math.min(batch, count - from) }, (_, at) => from + at);
  }

  /** Looked up for every batch: who is disabled or loses the role copies no further row. */
  private async requester({ staffProvinceId, staffId }: ExportRow): Promise<Viewer> {
    const viewer = await this.parts.findViewer({ staffProvinceId, staffId, tokenId: null });
    if (!viewer?.capabilities.has('exports:request')) throw exportRevoked();
    return viewer;
  }
}
