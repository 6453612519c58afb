import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Viewer } from '../authz/viewer';
import type { Database } from '../db/database';
import { DomainError } from '../graphql/errors';
import type { ImportJobRecord } from './import-job';
import { beat, failJob, insertJob } from './import-jobs.repository';
import type { Importer, ImportKind } from './importer';
import { runImport, type ImportProgress, type ImportSummary } from './run-import';

/** How an import is to be run. */
export interface ImportOptions {
  fileName?: string;
  dryRun?: boolean;
  onProgress?: (progress: ImportProgress) => void;
}

/** What the imports are built from. */
export interface ImportServiceDeps {
  database: Database;
  importers: readonly Importer[];
  /** Told after a real import was committed, so that ranking can catch up. */
  onImported?: (kind: ImportKind, jobId: number) => void;
}

const BEAT_MILLISECONDS = 5_000;

/** Imports files: checks the right, keeps the job, runs it. */
export class ImportService {
  constructor(private readonly deps: ImportServiceDeps) {}

  /** The importer of a kind. NOT_FOUND where no module brings one, FORBIDDEN without its capability. */
  importerFor(viewer: Viewer, kind: ImportKind): Importer {
    const importer = this.deps.importers.find((candidate) => candidate.kind === kind);
    if (!importer) throw new DomainError('NOT_FOUND', `no importer of ${kind}`, { field: 'kind' });
    if (!viewer.capabilities.has(importer.capability)) throw new DomainError('FORBIDDEN');
    return importer;
  }

  /** Whether the viewer may see input rows of imports of that kind. */
  mayImport(viewer: Viewer, kind: ImportKind): boolean {
    const importer = this.deps.importers.find((candidate) => candidate.kind === kind);
    return importer !== undefined && viewer.capabilities.has(importer.capability);
  }

  /** Imports a file (a path, or a stream that is put into one) and waits for the end. */
  async runFile(
    viewer: Viewer,
    kind: ImportKind,
    input: string | Readable,
    options: ImportOptions = {},
  ): Promise<ImportSummary> {
    this.importerFor(viewer, kind);
    if (typeof input !== 'string') return this.runStream(viewer, kind, input, options);
    const job = await this.deps.database.transaction(viewer.scope, (session) =>
      insertJob(session, viewer, {
        kind,
        isDryRun: options.dryRun ?? false,
        fileName: options.fileName ?? basename(input),
        status: 'RUNNING',
      }),
    );
    return this.work(viewer, job, input, options.onProgress);
  }

  /** Runs a job that is RUNNING for this process, to its end: DONE, or FAILED and the error thrown. */
  async work(
    viewer: Viewer,
    job: ImportJobRecord,
    path: string,
    onProgress: (progress: ImportProgress) => void = () => undefined,
  ): Promise<ImportSummary> {
    const { database } = this.deps;
    const heart = setInterval(() => {
      // A missed beat is made good by the next; a job without any is taken over.
      database.transaction(viewer.scope, (session) => beat(session, job)).catch(() => undefined);
    }, BEAT_MILLISECONDS);
    try {
      const importer = this.importerFor(viewer, job.kind);
      const summary = await runImport(database, viewer, importer, job, path, onProgress);
      if (!job.isDryRun) this.deps.onImported?.(job.kind, job.id);
      return summary;
    } catch (error) {
      await database.transaction(viewer.scope, (session) => failJob(session, job, failureText(error)));
      throw error;
    } finally {
      clearInterval(heart);
    }
  }

  private async runStream(
    viewer: Viewer,
    kind: ImportKind,
    input: Readable,
    options: ImportOptions,
  ): Promise<ImportSummary> {
    const folder = await mkdtemp(join(tmpdir(), 'kam-import-'));
    try {
      const path = join(folder, 'input');
      await pipeline(input, createWriteStream(path, { mode: 0o600 }));
      return await this.runFile(viewer, kind, path, { fileName: 'stdin', ...options });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** What people are told of a failed job; the cause of an unexpected error stays in the log. */
export function failureText(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  return '系统内部错误,未写入任何数据 / internal error, nothing was written';
}
