import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { BatchedAccessRegister, registerPool } from './authz/access-register';
import type { Env } from './config/env';
import { RequestContext } from './context/request-context';
import { Database } from './db/database';
import { applicationUrl, pendingMigrations } from './db/migrate';
import { compiledOperationsPlugin } from './graphql/compiled-operations';
import { DomainError, type Locale } from './graphql/errors';
import { LIMITS } from './graphql/limits';
import { requestPlugin } from './graphql/request-plugin';
import { guardedSchema } from './graphql/schema';
import { httpApp } from './http/http-app';
import { Metrics } from './http/metrics';
import { Scheduler } from './jobs/scheduler';
import { composeModules, type Platform } from './platform';

/** A serving application. */
export interface RunningApp {
  /** Base address, e.g. http://127.0.0.1:4000 */
  url: string;
  platform: Platform;
  /** What runs on its own; stopped, the data is changed by requests only. */
  scheduler: Scheduler;
  /** Stops taking requests, finishes those under way, ends jobs and connections. */
  close(): Promise<void>;
}

const FIRST_QUERY = `# 先用 signIn 登录,再把 accessToken 放进 Headers: {"Authorization": "Bearer …"}
# Sign in first, then put the accessToken into the headers.
mutation SignIn {
  signIn(input: { username: "gd.director", password: "demo-2026" }) {
    accessToken
    expiresAt
    staff { name roles organisation { code name level } }
    userErrors { code message }
  }
}
`;

/** Pure composition: schema -> shield -> Apollo Server -> HTTP, on a migrated database. */
export async function startApp(env: Env, adminUrl: string, log: Logger): Promise<RunningApp> {
  const url = applicationUrl(adminUrl);
  const database = await Database.open(url, { poolSize: env.POOL_SIZE });
  const pool = registerPool(url);
  pool.on('error', (error) => log.error({ error: error.message }, 'register connection lost'));
  const platform = composeModules({
    database,
    env,
    log,
    openRegister: (faultOf) => new BatchedAccessRegister(pool, faultOf),
  });
  const register = platform.accessRegister;
  const schema = guardedSchema(platform.modules);
  const metrics = new Metrics();

  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: !env.isProduction,
    hideSchemaDetailsFromClientErrors: env.isProduction,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    cache: 'bounded',
    parseOptions: { maxTokens: LIMITS.tokens, noLocation: false },
    validationOptions: { maxErrors: 5 },
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => log.warn(String(message)),
      error: (message) => log.error(String(message)),
    },
    formatError: (formatted) => formatted,
    plugins: [
      ApolloServerPluginCacheControlDisabled(), // on by default, wraps every field
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(), // blank without internet; GraphiQL is served instead
      metrics.plugin(),
      requestPlugin(),
      compiledOperationsPlugin(schema),
    ],
  });
  await apollo.start();

  const app = httpApp({
    apollo,
    createContext: async ({ authorization, requestId, locale, clientAddress }) => {
      try {
        const viewer = await platform.authenticator.authenticate(authorization);
        return new RequestContext(database, register, viewer, requestId, locale, clientAddress, log);
      } catch (error) {
        if (!(error instanceof DomainError))
          log.error({ requestId, error: (error as Error).message }, 'cannot authenticate');
        throw refusal(error, requestId, locale);
      }
    },
    graphiql: env.isProduction ? undefined : { defaultQuery: FIRST_QUERY },
    checkReady: () => checkReady(database, pool),
    metrics: env.METRICS_TOKEN ? { token: env.METRICS_TOKEN, text: () => metrics.text() } : undefined,
    trustedProxies: env.TRUSTED_PROXIES,
    routers: platform.routers,
  });
  const http = createServer(
    { requestTimeout: 15 * 60_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 },
    app,
  );
  await new Promise<void>((resolve, reject) =>
    http.once('error', reject).listen(env.PORT, env.HOST, resolve),
  );

  const scheduler = new Scheduler(platform.tasks, log);
  scheduler.start();
  await platform.start();
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://${env.HOST}:${port}`,
    platform,
    scheduler,
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeIdleConnections();
      setTimeout(() => http.closeAllConnections(), 5_000).unref();
      await closed;
      await apollo.stop();
      await scheduler.stop();
      await platform.close();
      await pool.end();
      await database.close();
    },
  };
}

/** Apollo takes the HTTP status of a failed context from the error. */
function refusal(error: unknown, requestId: string, locale: Locale): GraphQLError {
  const known = error instanceof DomainError ? error : new DomainError('INTERNAL');
  const { message, extensions } = known.toGraphQL(locale);
  const status = known.code === 'UNAUTHENTICATED' ? 401 : known.code === 'RATE_LIMITED' ? 429 : 500;
  return new GraphQLError(message, { extensions: { ...extensions, requestId, http: { status } } });
}

/** Ready: both pools answer, no migration is missing, the register can be written. */
async function checkReady(database: Database, pool: Pool): Promise<void> {
  await database.ping();
  const pending = await pendingMigrations(pool);
  if (pending.length > 0) throw new Error('migrations are missing');
  const { rows } = await pool.query<{ may: boolean }>(
    `SELECT has_table_privilege('access_register', 'INSERT') AS may`,
  );
  if (!rows[0].may) throw new Error('the register cannot be written');
}
