import type { Logger } from 'pino';

/** Work that is done again and again; each run must be safe beside the same task in another process. */
export interface Task {
  name: string;
  everySeconds: number;
  run: () => Promise<unknown>;
}

const FIRST_RUN_SECONDS = 60;

/** Runs tasks at their interval, never one beside itself; a failure is logged and tried again next time. */
export class Scheduler {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly tasks: Task[],
    private readonly log: Logger,
  ) {}

  start(): void {
    for (const task of this.tasks) {
      let isBusy = false;
      const tick = async (): Promise<void> => {
        if (isBusy) return;
        isBusy = true;
        try {
          await task.run();
        } catch (error) {
          this.log.error({ task: task.name, error: (error as Error).message }, 'scheduled task failed');
        } finally {
          isBusy = false;
        }
      };
      const begin = (): void => {
        const run = tick().finally(() => this.running.delete(run));
        this.running.add(run);
      };
      // What is due while no server ran is not left for hours.
      const first = setTimeout(begin, Math.min(task.everySeconds, FIRST_RUN_SECONDS) * 1000);
      const timer = setInterval(begin, task.everySeconds * 1000);
      this.timers.push(first.unref(), timer.unref());
    }
  }

  /** No further run starts; resolves when those under way are done. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.running);
  }
}
