import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Database, Session } from '../../../db/database';
import { SYSTEM_SCOPE } from '../../../db/scope';
import { REGISTER_RETENTION } from '../../../rules/rule-defaults';
import { sealLine, rowLine } from './archive-line';
import { findingName, rowFindings } from './register-finding';
import type { RegisterRecord } from './register-record';
import {
  addRecord,
  countArchivedRows,
  deleteArchivedRows,
  readDueSeals,
  readNow,
  readRecords,
} from './register-records.repository';
import { readRegisteredProvinces, readRows, readSeals } from './register-seals.repository';
import type { Seal, SealKey } from './seal-key';

/** The owner of the tables, inside transactions of its own: the application's role removes nothing from the register. */
export interface Owner {
  transaction<T>(work: (session: Pick<Session, 'query'>) => Promise<T>): Promise<T>;
}

/** What went into a file. */
export interface Archived {
  provinceId: number;
  firstSeq: number;
  lastSeq: number;
  rows: number;
  file: string;
}

const PAGE = 20;

/**
 * Moves whole seals of the register into files (Article 19: three years online, at least half a year). The seals stay,
 * so verification still holds; a record that is signed like them says where the rows are.
 */
export class RegisterArchive {
  constructor(
    private readonly database: Database,
    private readonly key: SealKey,
  ) {}

  /** Archives what is older than so many months. Throws RangeError below the floor, Error where a row was tampered with. */
  async archive(
    owner: Owner,
    { folder, months, by }: { folder: string; months: number; by: string },
  ): Promise<Archived[]> {
    if (!Number.isInteger(months) || months < REGISTER_RETENTION.floor)
      throw new RangeError(`the register stays online for at least ${REGISTER_RETENTION.floor} months`);
    const archived: Archived[] = [];
    for (const provinceId of await this.read(readRegisteredProvinces)) {
      await this.removeArchived(owner, provinceId); // what an earlier run did not finish
      const due = await this.read((session) => readDueSeals(session, provinceId, months));
      if (!due) continue;
      const file = join(folder, `access-register-${provinceId}-${due.firstSeq}-${due.lastSeq}.jsonl`);
      const { rows, digest } = await this.write(provinceId, due, file);
      await this.record(
        owner,
        { provinceId, ...due, rowCount: rows, fileName: basename(file), fileDigest: digest },
        by,
      );
      await this.removeArchived(owner, provinceId);
      archived.push({ provinceId, ...due, rows, file });
    }
    return archived;
  }

  /** Writes a file beside its name first: one that is there under its name is whole. */
  private async write(
    provinceId: number,
    { firstSeq, lastSeq }: { firstSeq: number; lastSeq: number },
    file: string,
  ): Promise<{ rows: number; digest: Buffer }> {
    const part = `${file}.part`;
    const hash = createHash('sha256');
    let rows = 0;
    const handle = await open(part, 'w', 0o600);
    try {
      for await (const { seal, lines } of this.sealed(provinceId, firstSeq, lastSeq)) {
        const text = [sealLine(seal), ...lines, ''].join('\n');
        hash.update(text);
        await handle.write(text);
        rows += lines.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    const digest = hash.digest();
    const known = await readFile(file).catch(() => null);
    if (known && !createHash('sha256').update(known).digest().equals(digest)) {
      await rm(part);
      throw new Error(`${file} is there already and holds something else`);
    }
    await rename(part, file);
    return { rows, digest };
  }

  private async *sealed(
    provinceId: number,
    firstSeq: number,
    lastSeq: number,
  ): AsyncGenerator<{ seal: Seal; lines: string[] }> {
    for (let after = firstSeq - 1; after < lastSeq;) {
      const page = await this.read((session) => readSeals(session, provinceId, after, PAGE));
      for (const seal of page.filter(({ seq }) => seq <= lastSeq)) {
        const rows = await this.read((session) =>
          readRows(session, provinceId, seal.until, seal.until, seal.rowIds),
        );
        const [fault] = rowFindings(seal, rows, { isArchived: false, isFromKnown: true });
        if (fault || !this.key.isGenuine(seal))
          throw new Error(
            `not archived, run verify-register: ${fault ? findingName(fault) : `SEAL_ALTERED province ${provinceId} seal ${seal.seq}`}`,
          );
        yield { seal, lines: rows.map(rowLine) };
      }
      after = page.at(-1)?.seq ?? lastSeq;
    }
  }

  private async record(
    owner: Owner,
    what: Pick<
      RegisterRecord,
      'provinceId' | 'firstSeq' | 'lastSeq' | 'rowCount' | 'fileName' | 'fileDigest'
    >,
    by: string,
  ): Promise<void> {
    await owner.transaction(async (session) => {
      const unsigned = {
        ...what,
        kind: 'ARCHIVED' as const,
        recordedAt: await readNow(session),
        recordedBy: by,
        findings: [],
        reason: null,
      };
      await addRecord(session, { ...unsigned, mac: this.key.signRecord(unsigned) });
    });
  }

  /** Removes the rows of archived seals, seal by seal; only under a record that is ours. */
  private async removeArchived(owner: Owner, provinceId: number): Promise<void> {
    const records = await this.read((session) => readRecords(session, provinceId));
    for (const record of records.filter((one) => one.kind === 'ARCHIVED' && this.key.isOurs(one))) {
      if ((await this.read((session) => countArchivedRows(session, record))) === 0) continue;
      for (let seq = record.firstSeq; seq <= record.lastSeq; seq++)
        await owner.transaction((session) => deleteArchivedRows(session, provinceId, seq));
    }
  }

  private read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.database.transaction(SYSTEM_SCOPE, work);
  }
}
