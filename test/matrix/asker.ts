import type { Answer } from '../kit/server';

/**
 * Asks as a login name of the story, as `token:<name>`, or as nobody (null): over HTTP, or of a schema from which a
 * rule has been taken out.
 */
export type Asker = (
  who: string | null,
  query: string,
  variables?: Record<string, unknown>,
) => Promise<Answer>;

/** Runs tasks side by side, a few at a time; answers in their order. */
export async function sideBySide<Task, Result>(
  tasks: readonly Task[],
  work: (task: Task) => Promise<Result>,
  width = 6,
): Promise<Result[]> {
  const results = new Array<Result>(tasks.length);
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < tasks.length) {
      const at = next++;
      results[at] = await work(tasks[at]);
    }
  };
  await Promise.all(Array.from({ length: width }, run));
  return results;
}

/** The answer without what differs from request to request: its id. */
export const withoutRequestId = (text: string): string =>
  text.replace(/"requestId":"[^"]*"/g, '"requestId":""');
