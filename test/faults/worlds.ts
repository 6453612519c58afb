import type { GraphQLSchema } from 'graphql';
import { guard, plainSchema } from '../../server/graphql/schema';
import type { Story } from '../kit/story';
import { sideBySide, withoutRequestId, type Asker } from '../matrix/asker';
import { InProcess, type DocumentStore } from './in-process';

/** Questions under way at once. */
const WIDTH = 8;
/** Changes, and answers that tell of changes: asked one after the other. */
const ONE_BY_ONE = /accessRegister|mutation/;

/** A question that was answered otherwise in another world, and the answers from where they part. */
export interface Difference {
  query: string;
  answers: string[];
}

/** Several tellings of the story, asked the same in process. */
export class Worlds {
  private constructor(
    private readonly stories: readonly Story[],
    private readonly processes: InProcess[],
    private readonly asked: { ask: Asker; close: () => Promise<void> }[],
  ) {}

  /** `change` may break a wall of each world's schema before it is put up. */
  static async open(
    stories: readonly Story[],
    change: (schema: GraphQLSchema, story: Story) => void = () => undefined,
  ): Promise<Worlds> {
    const parsed = new Map<string, never>();
    const store: DocumentStore = {
      get: async (key) => parsed.get(key),
      set: async (key, document) => void parsed.set(key, document as never),
      delete: async (key) => parsed.delete(key),
    };
    const processes = await Promise.all(stories.map((story) => InProcess.open(story)));
    const asked = await Promise.all(
      processes.map((process, at) => {
        const schema = plainSchema(stories[at].server.app.platform.modules);
        change(schema, stories[at]);
        return process.asker(guard(schema), store);
      }),
    );
    return new Worlds(stories, processes, asked);
  }

  /** The answers of all worlds to one question, without their request ids; nothing else is taken out. */
  answers(who: string, query: string): Promise<string[]> {
    return Promise.all(
      this.asked.map(async ({ ask }) => {
        const { status, text } = await ask(who === 'nobody' ? null : who, query);
        return `${status} ${withoutRequestId(text)}`;
      }),
    );
  }

  /** Keeps the register's lines so far: its readers are shown these in every world, whatever was asked meanwhile. */
  async keepRegister(): Promise<void> {
    for (const { sql } of this.stories)
      await sql('CREATE TABLE kept.access_register AS TABLE access_register');
  }

  /** Asks everything; empty where no answer told the worlds apart. */
  async differences(who: string, queries: readonly string[]): Promise<Difference[]> {
    const found: Difference[] = [];
    const compare = async (query: string): Promise<void> => {
      const answers = await this.answers(who, query);
      if (new Set(answers).size > 1) found.push({ query, answers: partings(answers) });
    };
    for (const query of queries.filter((one) => ONE_BY_ONE.test(one))) {
      if (query.includes('accessRegister')) await this.restoreRegister();
      await compare(query);
    }
    await sideBySide(
      queries.filter((one) => !ONE_BY_ONE.test(one)),
      compare,
      WIDTH,
    );
    return found;
  }

  // Into how many lines one request's readings go is a matter of moments, which are no value's to tell.
  private async restoreRegister(): Promise<void> {
    await Promise.all(
      this.stories.map(({ sql }) =>
        sql(
          'DELETE FROM access_register; INSERT INTO access_register OVERRIDING SYSTEM VALUE SELECT * FROM kept.access_register',
        ),
      ),
    );
  }

  async close(): Promise<void> {
    for (const { close } of this.asked) await close();
    for (const process of this.processes) await process.close();
  }
}

function partings(answers: string[]): string[] {
  const [first, ...rest] = answers;
  let at = 0;
  while (rest.every((answer) => answer[at] === first[at])) at += 1;
  return answers.map((answer) => answer.slice(Math.max(0, at - 200), at + 200));
}
