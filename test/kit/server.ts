import { pino } from 'pino';
import { startApp, type RunningApp } from '../../server/app';
import { readEnv } from '../../server/config/env';
import { useDatabase, type TestDatabase } from './database';

/** What a GraphQL request answered. */
export interface Answer<Data = Record<string, never>> {
  status: number;
  data: Data | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: Record<string, unknown> & { code: string };
  }[];
  /** The whole answer as it came, to search for what must not be in it. */
  text: string;
  /** As on the register. */
  requestId: string;
}

/** Sends GraphQL as one person, or as nobody. */
export type Ask = <Data = Record<string, never>>(
  query: string,
  variables?: Record<string, unknown>,
) => Promise<Answer<Data>>;

/** A server of its own for one test file, on a database of its own, over real HTTP. */
export interface TestServer {
  readonly database: TestDatabase;
  readonly app: RunningApp;
  readonly url: string;
  /** The log lines so far. */
  readonly log: string[];
  /** Signs in (once per user) and answers a way to ask as that person. */
  as(username: string, password?: string): Promise<Ask>;
  /** Asks without credentials. */
  readonly nobody: Ask;
  token(username: string, password?: string): Promise<string>;
}

/** Call once at the top of a test file; `prepare` fills the database before the server starts. */
export function useServer(
  prepare: (database: TestDatabase) => Promise<void>,
  variables: NodeJS.ProcessEnv = {},
): TestServer {
  let app: RunningApp;
  // Before the database's own: the server lets go of it before it is dropped.
  afterAll(() => app?.close());
  const database = useDatabase();
  const log: string[] = [];
  const tokens = new Map<string, Promise<string>>();

  beforeAll(async () => {
    await prepare(database);
    const env = readEnv({
      NODE_ENV: 'test',
      PORT: '0',
      POOL_SIZE: '5',
      DATABASE_URL: database.adminUrl,
      ...variables,
    });
    const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
    app = await startApp(env, database.adminUrl, logger);
  }, 120_000);

  const token = (username: string, password = 'demo-2026'): Promise<string> => {
    let known = tokens.get(username);
    if (!known)
      tokens.set(
        username,
        (known = signIn(
          ask(() => app.url),
          username,
          password,
        )),
      );
    return known;
  };
  return {
    database,
    log,
    token,
    get app() {
      return app;
    },
    get url() {
      return app.url;
    },
    as: async (username, password) => ask(() => app.url, await token(username, password)),
    nobody: ask(() => app.url),
  };
}

/** A way to ask the server at `url` with a bearer token, or without. */
export function ask(url: () => string, token?: string): Ask {
  return async (query, variables) => {
    const response = await fetch(`${url()}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': 'en',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    const requestId = response.headers.get('x-request-id') ?? '';
    return { status: response.status, text, requestId, ...(JSON.parse(text) as { data: never }) };
  };
}

async function signIn(asNobody: Ask, username: string, password: string): Promise<string> {
  const { data, text } = await asNobody<{ signIn: { accessToken: string | null } }>(
    'mutation SignIn($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code message } } }',
    { input: { username, password } },
  );
  if (!data?.signIn.accessToken) throw new Error(`${username} cannot sign in: ${text}`);
  return data.signIn.accessToken;
}
