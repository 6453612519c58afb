import { graphql, Kind, parse, type GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import { pino } from 'pino';
import { Role } from '../../server/authz/capabilities';
import { planOperation } from '../../server/authz/operation-plan';
import type { Viewer } from '../../server/authz/viewer';
import { RequestContext } from '../../server/context/request-context';
import { Database } from '../../server/db/database';
import { seedReferenceData } from '../../server/db/seeds/seed-reference-data';
import { DomainError } from '../../server/graphql/errors';
import { guardedSchema } from '../../server/graphql/schema';
import { accountsModule } from '../../server/modules/accounts/accounts.module';
import { identityModule } from '../../server/modules/identity/identity.module';
import {
  organisationsModule,
  type OrganisationTree,
} from '../../server/modules/organisations/organisations.module';
import { useDatabase } from './database';
import { viewerOf } from './viewer-of';

/** An answer as JSON: whatever the operation selected. */
type Json = ReturnType<typeof JSON.parse>;

/** What an operation came to. */
export interface Asked {
  data: Json;
  codes: string[];
  /** Statements of the request's own session; a mutation's transaction is not among them. */
  statements: number;
  /** Paths of the fields that were withheld. */
  withheld: string[];
}

/** A list of accounts with all that this module tells of them. */
export const LIST = `query List($filter: AccountFilter, $orderBy: AccountOrder, $first: Int, $after: String) {
  accounts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { id accountNo name grade organisation { code parent { code } }
      industry { code section { code } } manager { name organisation { code } } deputy { name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/**
 * 120 accounts of Guangzhou with a manager and a deputy, 10 of Shenzhen and 10 of Hangzhou, behind the walls but without
 * HTTP. Call once at the top of a test file.
 */
export function useAccounts() {
  const test = useDatabase();
  let database: Database;
  let admin: Client;
  let schema: GraphQLSchema;
  let tree: OrganisationTree;
  const idOf = (code: string): number => tree.byCode(code)?.organisationId ?? 0;

  beforeAll(async () => {
    database = await Database.open(test.appUrl, { poolSize: 4 });
    admin = new Client({ connectionString: test.adminUrl });
    admin.on('error', () => undefined); // the kit drops the database first
    await admin.connect();
    await seedReferenceData(database);
    const identity = identityModule({ database, env: { AUTH_SECRET: 'x'.repeat(32) } });
    const organisations = organisationsModule({ database });
    const accounts = accountsModule({ database, directory: organisations.directory });
    schema = guardedSchema([identity, organisations, accounts]);
    tree = await organisations.directory.tree();
    await fill(admin, idOf);
  });
  afterAll(async () => {
    await admin.end();
    await database.close();
  });

  /** Asks as the server would. */
  async function ask(who: Viewer, source: string, variables: Record<string, unknown> = {}): Promise<Asked> {
    const register = { write: async () => undefined };
    const log = pino({ level: 'silent' });
    const context = new RequestContext(database, register, who, 'r1', 'en', '127.0.0.1', log);
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
    const { data = null, errors = [] } = await graphql({
      schema,
      source,
      variableValues: variables,
      contextValue: context,
    });
    await context.session.rollback();
    return {
      data: data as Json,
      codes: errors.map(({ extensions, originalError }) =>
        originalError instanceof DomainError ? originalError.code : String(extensions.code as string),
      ),
      statements,
      withheld: context.withheld.errors('en', new Set()).map(({ path }) => (path ?? []).join('.')),
    };
  }

  return {
    ask,
    idOf,
    viewer: (code: string, role = Role.DIRECTOR, change: Partial<Viewer> = {}): Viewer =>
      viewerOf(tree, code, [role], change),
    /** Account numbers of the first page of a filter. */
    find: async (who: Viewer, filter: object): Promise<string[]> => numbers(await ask(who, LIST, { filter })),
    sql: async (text: string): Promise<object[]> => (await admin.query<object>(text)).rows,
  };
}

/** The account numbers of a page. */
export const numbers = ({ data }: Asked): string[] =>
  data?.accounts.edges.map(({ node }: { node: { accountNo: string } }) => node.accountNo) ?? [];

async function fill(admin: Client, idOf: (code: string) => number): Promise<void> {
  await admin.query(`INSERT INTO identities (kind, key) VALUES ('USCC', 'x')`);
  const grades = ['SPECIAL', 'FIRST', 'SECOND', null];
  const write = (from: number, to: number, city: string, name: string): Promise<unknown> =>
    admin.query(
      `INSERT INTO accounts (province_id, id, city_id, organisation_id, account_no, code, name, initials, identity_id,
         industry_scheme, industry_code, grade)
       SELECT $1, n, $2, $2, 'N' || lpad(n::text, 4, '0'), 'YZ' || n, $3 || n, $4, 1, 'GB/T 4754-2017',
         CASE WHEN n % 2 = 0 THEN 'C39' ELSE 'F51' END, ($5::text[])[n % 4 + 1]
       FROM generate_series($6::int, $7::int) n`,
      [
        idOf(`${city.slice(0, 2)}0000`),
        idOf(city),
        name,
        name === '示例重庆银行' ? 'slcqyh' : 'slxx',
        grades,
        from,
        to,
      ],
    );
  await write(1, 120, '440100', '示例重庆银行');
  await write(121, 130, '440300', '示例信息公司');
  await write(131, 140, '330100', '示例杭州公司');
  for (const [id, name] of [
    [501, '经理甲'],
    [502, '经理乙'],
  ])
    await admin.query(
      `INSERT INTO staff (province_id, id, city_id, organisation_id, username, name, roles)
       VALUES ($1, $2, $3, $3, 'staff' || $2::bigint, $4, '{ACCOUNT_MANAGER}')`,
      [idOf('440000'), id, idOf('440100'), name],
    );
  await admin.query(
    `INSERT INTO staff (province_id, id, city_id, organisation_id, username, name, roles)
     VALUES ($1, 503, $2, $2, 'staff503', '深圳经理', '{ACCOUNT_MANAGER}')`,
    [idOf('440000'), idOf('440300')],
  );
  await admin.query(
    `INSERT INTO account_team (province_id, account_id, staff_id, city_id, role)
     SELECT $1, n, CASE role WHEN 'MANAGER' THEN 501 ELSE 502 END, $2, role
     FROM generate_series(1, 120) n, unnest('{MANAGER,DEPUTY}'::text[]) role`,
    [idOf('440000'), idOf('440100')],
  );
}
