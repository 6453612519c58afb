import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { claimExport, expireFiles } from './exports.repository';
import type { ExportWriter } from './export-writer.service';

const STALE_SECONDS = 60;
const LOOK_MILLISECONDS = 30_000;

/** Works off exports one by one, and those of processes that died. Several servers may do so side by side. */
export class ExportQueue {
  private working: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStarted = false;

  constructor(
    private readonly parts: {
      database: Database;
      writer: ExportWriter;
      log: { error(details: object, message: string): void };
      staleSeconds?: number;
    },
  ) {}

  /** Begins to look for waiting exports, now and then, and when one is filed here. */
  start(): void {
    this.isStarted = true;
    this.timer = setInterval(() => this.kick(), LOOK_MILLISECONDS).unref();
    this.kick();
  }

  /** Takes no further export and waits for the present one. */
  async stop(): Promise<void> {
    this.isStarted = false;
    clearInterval(this.timer);
    await this.working;
  }

  /** Something waits; a process that does not serve leaves it to those that do. */
  kick(): void {
    if (this.isStarted) void this.workOff().catch(() => undefined);
  }

  /** Resolves when nothing waits; the command line calls it, and whoever wants to be sure. */
  workOff(): Promise<void> {
    const before = this.working ?? Promise.resolve();
    const mine = before
      .catch(() => undefined)
      .then(() => this.drain())
      .catch((error: Error) => {
        this.parts.log.error({ error: error.message }, 'export queue');
        throw error;
      })
      .finally(() => {
        if (this.working === mine) this.working = undefined;
      });
    this.working = mine;
    return mine;
  }

  /** Ends the files that nobody has fetched in time. */
  expire(): Promise<number> {
    return this.parts.database.transaction(SYSTEM_SCOPE, expireFiles);
  }

  private async drain(): Promise<void> {
    const { database, writer, staleSeconds = STALE_SECONDS } = this.parts;
    for (;;) {
      const one = await database.transaction(SYSTEM_SCOPE, (session) => claimExport(session, staleSeconds));
      if (!one) return;
      await writer.write(one);
    }
  }
}
