import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Viewer } from '../authz/viewer';
import type { Database } from '../db/database';
import { SYSTEM_SCOPE } from '../db/scope';
import { DomainError } from '../graphql/errors';
import type { ImportJobKey, ImportJobRecord } from './import-job';
import { claimJob, failJob, failLostJobs, findJob, insertJob } from './import-jobs.repository';
import type { ImportService } from './import.service';
import type { ImportKind } from './importer';

/** Finds who filed a job, as they stand now; null where they may no longer sign in. */
export type FindViewer = (who: {
  staffProvinceId: number;
  staffId: number;
  tokenId: number | null;
}) => Promise<Viewer | null>;

/** What the queue is built from. */
export interface ImportQueueDeps {
  database: Database;
  imports: ImportService;
  /** Holds uploads and the files of waiting jobs; made when first needed. */
  folder: string;
  findViewer: FindViewer;
  log: Pick<Logger, 'info' | 'error'>;
}

const STALE_SECONDS = 60;
const LOOK_MILLISECONDS = 30_000;
const DAY = 86_400_000;

/** Works off uploaded files one by one, and those of processes that died. Several servers may share a folder. */
export class ImportQueue {
  private working: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(private readonly deps: ImportQueueDeps) {}

  /** A path for an upload to be enqueued from; only this account may read the folder. */
  async uploadPath(): Promise<string> {
    await mkdir(this.deps.folder, { recursive: true, mode: 0o700 });
    return join(this.deps.folder, `upload-${randomUUID()}`);
  }

  /** Files a job for a spooled file, which is moved into the queue. */
  async enqueue(
    viewer: Viewer,
    kind: ImportKind,
    spooledPath: string,
    { fileName, dryRun = false }: { fileName: string; dryRun?: boolean },
  ): Promise<ImportJobRecord> {
    this.deps.imports.importerFor(viewer, kind);
    const job = await this.deps.database.transaction(viewer.scope, async (session) => {
      const filed = await insertJob(session, viewer, { kind, isDryRun: dryRun, fileName, status: 'QUEUED' });
      // Before the commit: whoever sees the job finds its file.
      await rename(spooledPath, this.fileOf(filed));
      return filed;
    });
    this.kick();
    return job;
  }

  /** Begins to look for waiting jobs, now and then, and when one is filed here. */
  async start(): Promise<void> {
    await this.removeOldUploads();
    this.timer = setInterval(() => this.kick(), LOOK_MILLISECONDS);
    this.timer.unref();
    this.kick();
  }

  /** Takes no further job and waits for the present one. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.working;
  }

  /** Resolves when nothing is left to do here. */
  async idle(): Promise<void> {
    await this.working;
  }

  private kick(): void {
    if (this.isStopped) return;
    const before = this.working ?? Promise.resolve();
    const mine = before
      .then(() => this.drain())
      .catch((error: unknown) => this.deps.log.error({ error }, 'import queue'))
      .finally(() => {
        if (this.working === mine) this.working = undefined;
      });
    this.working = mine;
  }

  private async drain(): Promise<void> {
    await this.deps.database.transaction(SYSTEM_SCOPE, failLostJobs);
    for (;;) {
      const keys = this.isStopped ? [] : await this.filesHere();
      if (keys.length === 0) return;
      const job = await this.deps.database.transaction(SYSTEM_SCOPE, (session) =>
        claimJob(session, keys, STALE_SECONDS),
      );
      if (!job) return;
      await this.work(job);
    }
  }

  private async work(job: ImportJobRecord): Promise<void> {
    const { database, imports, findViewer, log } = this.deps;
    try {
      const viewer = await findViewer({
        staffProvinceId: job.provinceId,
        staffId: job.staffId,
        tokenId: job.tokenId,
      });
      if (viewer) await imports.work(viewer, job, this.fileOf(job));
      else
        await database.transaction(SYSTEM_SCOPE, (session) =>
          failJob(session, job, '提交人已停用 / whoever filed it may no longer sign in'),
        );
    } catch (error) {
      // A refused file is its sender's affair and stands in the job; anything else is ours.
      if (!(error instanceof DomainError)) log.error({ jobId: job.id, error }, 'import failed');
    }
    // With the database gone the job is still RUNNING: its file stays, and its heartbeat grows stale.
    const after = await database.transaction(SYSTEM_SCOPE, (session) => findJob(session, job));
    if (after?.status !== 'RUNNING') await rm(this.fileOf(job), { force: true });
  }

  private fileOf({ provinceId, id }: ImportJobKey): string {
    return join(this.deps.folder, `job-${provinceId}-${id}`);
  }

  private async filesHere(): Promise<ImportJobKey[]> {
    return (await this.names()).flatMap((name) => {
      const match = /^job-(\d+)-(\d+)$/.exec(name);
      return match ? [{ provinceId: Number(match[1]), id: Number(match[2]) }] : [];
    });
  }

  private names(): Promise<string[]> {
    return readdir(this.deps.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }

  /** Uploads that broke off with their process, and files whose job was never committed. */
  private async removeOldUploads(): Promise<void> {
    for (const name of await this.names()) {
      const path = join(this.deps.folder, name);
      const facts = await stat(path).catch(() => undefined);
      const age = Date.now() - (facts?.mtimeMs ?? Date.now());
      if (age > (name.startsWith('upload-') ? DAY : 30 * DAY)) await rm(path, { force: true });
    }
  }
}
