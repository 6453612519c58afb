import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { pino } from 'pino';
import { BatchedAccessRegister } from '../../server/authz/access-register';
import { RequestContext } from '../../server/context/request-context';
import { Database } from '../../server/db/database';
import { LIMITS } from '../../server/graphql/limits';
import { requestPlugin } from '../../server/graphql/request-plugin';
import type { Story } from '../kit/story';
import type { Answer } from '../kit/server';
import type { Asker } from '../matrix/asker';

/** Documents that were parsed and found valid. */
export type DocumentStore = NonNullable<ApolloServerOptions<RequestContext>['documentStore']>;

/** Asks a schema as the server would, but for HTTP: so that a schema without one of its rules can be asked, too. */
export class InProcess {
  private constructor(
    private readonly story: Story,
    private readonly database: Database,
    private readonly pool: Pool,
  ) {}

  static async open(story: Story): Promise<InProcess> {
    const url = story.server.database.appUrl;
    const pool = new Pool({ connectionString: url, max: 2 });
    pool.on('error', () => undefined);
    return new InProcess(story, await Database.open(url, { poolSize: 8 }), pool);
  }

  /** A way to ask this schema; `close` it before the next. Schemas that are alike may share what was parsed. */
  async asker(
    schema: GraphQLSchema,
    parsed?: DocumentStore,
  ): Promise<{ ask: Asker; close: () => Promise<void> }> {
    const apollo = new ApolloServer<RequestContext>({
      schema,
      plugins: [requestPlugin()],
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      parseOptions: { maxTokens: LIMITS.tokens },
      validationOptions: { maxErrors: 5 },
      ...(parsed && { documentStore: parsed }),
    });
    await apollo.start();
    const register = new BatchedAccessRegister(this.pool);
    const { authenticator } = this.story.server.app.platform;
    const ask: Asker = async (who, query, variables) => {
      const bearer = who === null ? undefined : `Bearer ${await this.story.bearer(who)}`;
      const viewer = await authenticator.authenticate(bearer);
      const requestId = randomUUID();
      const log = pino({ level: 'silent' });
      const contextValue = new RequestContext(
        this.database,
        register,
        viewer,
        requestId,
        'en',
        '10.0.0.1',
        log,
      );
      const { body } = await apollo.executeOperation({ query, variables }, { contextValue });
      if (body.kind !== 'single') throw new Error('not a single result');
      const { data, errors } = body.singleResult;
      const text = JSON.stringify({ errors, data });
      return { status: 200, requestId, text, data, errors } as unknown as Answer;
    };
    return { ask, close: () => apollo.stop() };
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.database.close();
  }
}
