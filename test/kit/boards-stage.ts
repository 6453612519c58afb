import { graphql, Kind, parse, type GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import { Role } from '../../server/authz/capabilities';
import { planOperation } from '../../server/authz/operation-plan';
import type { Viewer } from '../../server/authz/viewer';
import { RequestContext } from '../../server/context/request-context';
import { Database } from '../../server/db/database';
import { DomainError } from '../../server/graphql/errors';
import { guardedSchema } from '../../server/graphql/schema';
import { accountsModule } from '../../server/modules/accounts/accounts.module';
import { boardsModule, type BoardsModule } from '../../server/modules/boards/boards.module';
import { identityModule } from '../../server/modules/identity/identity.module';
import {
  organisationsModule,
  type OrganisationTree,
} from '../../server/modules/organisations/organisations.module';
import { usageModule } from '../../server/modules/usage/usage.module';
import {
  addFacts,
  administer,
  fillWorld,
  worldAccounts,
  type WorldAccount,
  type WorldFact,
} from './board-world';
import { useDatabase } from './database';
import { viewerOf } from './viewer-of';

/** An answer as JSON: whatever the operation selected. */
type Json = ReturnType<typeof JSON.parse>;

/** What an operation came to. */
export interface BoardAnswer {
  data: Json;
  codes: string[];
  /** Statements of the request's own session. */
  statements: number;
  /** Entries for the access register. */
  registered: { outcome: string; accountIds: number[] }[];
  withheld: string[];
}

/** The world with `perCity` accounts a city, and everything that serves its boards but HTTP. Once per test file. */
export function useBoards(perCity: number) {
  const test = useDatabase();
  const accounts: WorldAccount[] = worldAccounts(perCity);
  let database: Database;
  let schema: GraphQLSchema;
  let boards: BoardsModule;
  let tree: OrganisationTree;

  beforeAll(async () => {
    await fillWorld(test.adminUrl, accounts);
    database = await Database.open(test.appUrl, { poolSize: 6 });
    const identity = identityModule({ database, env: { AUTH_SECRET: 'x'.repeat(32) } });
    const organisations = organisationsModule({ database });
    const { directory } = organisations;
    const account = accountsModule({ database, directory });
    boards = boardsModule({ database, directory, accountViews: account.views, pageMs: 3_000 });
    schema = guardedSchema([identity, organisations, account, usageModule(), boards]);
    tree = await directory.tree();
  });
  afterAll(() => database.close());

  /** Asks as the server would. */
  async function ask(
    who: Viewer,
    source: string,
    variables: Record<string, unknown> = {},
  ): Promise<BoardAnswer> {
    const registered: BoardAnswer['registered'] = [];
    const register = {
      write: async (entries: BoardAnswer['registered']): Promise<void> => void registered.push(...entries),
    };
    const context = new RequestContext(
      database,
      register,
      who,
      'r1',
      'en',
      '127.0.0.1',
      pino({ level: 'silent' }),
    );
    const document = parse(source);
    const [operation] = document.definitions;
    if (operation.kind !== Kind.OPERATION_DEFINITION) throw new Error('an operation comes first');
    context.operation = planOperation(schema, document, operation);
    let statements = 0;
    const query = context.session.query.bind(context.session);
    context.session.query = (...given) => {
      statements += 1;
      return query(...given);
    };
    const answer = await graphql({ schema, source, variableValues: variables, contextValue: context });
    await context.session.rollback();
    return {
      data: (answer.data ?? null) as Json,
      codes: (answer.errors ?? []).map(({ extensions, originalError, message }) =>
        originalError instanceof DomainError
          ? originalError.code
          : String((extensions.code as string) ?? message),
      ),
      statements,
      registered,
      withheld: context.withheld.errors('en', new Set()).map(({ path }) => (path ?? []).join('.')),
    };
  }

  return {
    ask,
    accounts,
    idOf: (code: string): string => tree.byCode(code)?.id ?? '',
    viewer: (code: string, role = Role.DIRECTOR, change: Partial<Viewer> = {}): Viewer =>
      viewerOf(tree, code, [role], change),
    /** Writes figures and marks them; not ranked yet. */
    add: (facts: WorldFact[]): Promise<void> => addFacts(test.adminUrl, accounts, facts),
    sql: <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
      administer(test.adminUrl, async (client) => (await client.query<Row>(text, values)).rows),
    get boards() {
      return boards;
    },
    get database() {
      return database;
    },
    get adminUrl() {
      return test.adminUrl;
    },
  };
}
