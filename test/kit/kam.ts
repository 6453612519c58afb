import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const KAM = join(__dirname, '../../server/cli/kam.cjs');

/** A finished or running `kam` command. */
export interface KamProcess {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code, or null where a signal ended it; resolves when it has ended and all its output is here. */
  readonly ended: Promise<number | null>;
  /** Resolves when the output holds the text; rejects when the command ends without it, or after `withinMs`. */
  prints(text: string, withinMs: number): Promise<void>;
}

/** Starts the real command line in a process of its own, with nothing of this one's environment but the path. */
export function startKam(args: readonly string[], variables: Record<string, string>): KamProcess {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const child = spawn(process.execPath, [KAM, ...args], {
    env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    ended,
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    prints: async (text, withinMs) => {
      const deadline = Date.now() + withinMs;
      const hasEnded = ended.then(() => true);
      while (!output.stdout.includes(text)) {
        const isOver = await Promise.race([
          hasEnded,
          new Promise<false>((resolve) => setTimeout(() => resolve(false), 20)),
        ]);
        if (output.stdout.includes(text)) return;
        if (isOver || Date.now() > deadline)
          throw new Error(
            `no ${JSON.stringify(text)} ${isOver ? 'before the end' : `within ${withinMs} ms`}:\n${output.stdout}\n${output.stderr}`,
          );
      }
    },
  };
}

/** Runs a command to its end. */
export async function runKam(
  args: readonly string[],
  variables: Record<string, string>,
): Promise<KamProcess> {
  const kam = startKam(args, variables);
  await kam.ended;
  return kam;
}
