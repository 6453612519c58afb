import { Client, Pool } from 'pg';
import { pino } from 'pino';
import { graphql, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { BatchedAccessRegister } from '../../server/authz/access-register';
import { Role } from '../../server/authz/capabilities';
import type { Viewer } from '../../server/authz/viewer';
import { RequestContext } from '../../server/context/request-context';
import { Database } from '../../server/db/database';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { guardedSchema } from '../../server/graphql/schema';
import {
  createLogin,
  hashPassword,
  identityModule,
  type IdentityEnv,
  type IdentityModule,
} from '../../server/modules/identity/identity.module';
import { useDatabase } from './database';

/** Password of everybody on the stage. */
export const PASSWORD = 'correct horse 邮政';

/** Key that signs the stage's access tokens. */
export const SECRET = 'a-secret-of-at-least-32-characters-for-tests';

type Row = [id: number, code: string, level: string, parent: number | null, line: string | null];
const ORGANISATIONS: Row[] = [
  [1, '000000', 'NATION', null, null],
  [2, '440000', 'PROVINCE', 1, null],
  [3, '440100', 'CITY', 2, null],
  [4, '440103', 'COUNTY', 3, null],
  [5, '440181', 'UNIT', 4, null],
  [6, '440300', 'CITY', 2, null],
  [7, '330000', 'PROVINCE', 1, null],
  [8, '330100', 'CITY', 7, null],
  [9, '000003', 'NATION', 1, 'EXPRESS'],
  [10, '440003', 'PROVINCE', 2, 'EXPRESS'],
  [11, '440104', 'CITY', 3, 'EXPRESS'],
  [12, '440182', 'UNIT', 3, null],
];

/** [province, city, unit] of each organisation of the stage, as staff carry them; a bureau has its superior's. */
export const PLACES: Record<string, [id: number, province: number, city: number, unit: number]> = {
  '000000': [1, 0, 0, 0],
  '440000': [2, 2, 0, 0],
  '440100': [3, 2, 3, 0],
  '440103': [4, 2, 3, 4],
  '440181': [5, 2, 3, 5],
  '440300': [6, 2, 6, 0],
  '330000': [7, 7, 0, 0],
  '330100': [8, 7, 8, 0],
  '000003': [9, 0, 0, 0],
  '440003': [10, 2, 0, 0],
  '440104': [11, 2, 3, 0],
  '440182': [12, 2, 3, 12],
};

/** One server process: its own connections and its own caches. */
export interface Process {
  database: Database;
  identity: IdentityModule;
  schema: GraphQLSchema;
  register: BatchedAccessRegister;
  close(): Promise<void>;
}

/** Who asks, with what, from where and of which process; by default nobody, from an address never used before. */
export interface AskOptions {
  as?: string;
  variables?: Record<string, unknown>;
  address?: string;
  at?: Process;
}

/** Organisations, staff and any number of server processes on one database. */
export interface IdentityStage {
  readonly here: Process;
  /** Log lines of the requests so far. */
  readonly log: string[];
  admin<R extends object = Record<string, never>>(sql: string, values?: unknown[]): Promise<R[]>;
  newProcess(env?: Partial<IdentityEnv>): Promise<Process>;
  /** Adds a member of staff who can sign in with PASSWORD. */
  person(username: string, organisation: string, roles?: Role[]): Promise<Viewer>;
  /** Signs in and answers the Authorization header. */
  bearer(username: string): Promise<string>;
  ask<Data = Record<string, never>>(query: string, options?: AskOptions): Promise<ExecutionResult<Data>>;
}

/** Call once at the top of a test file. */
export function useIdentityStage(): IdentityStage {
  const database = useDatabase();
  const log: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
  const processes: Process[] = [];
  let passwordHash: string;
  let addresses = 0;

  const newProcess = async (env: Partial<IdentityEnv> = {}): Promise<Process> => {
    const opened = await Database.open(database.appUrl, { poolSize: 4 });
    const identity = identityModule({ database: opened, env: { AUTH_SECRET: SECRET, ...env } });
    const registerPool = new Pool({ connectionString: database.appUrl, max: 1 });
    const made: Process = {
      database: opened,
      identity,
      schema: guardedSchema([identity]),
      register: new BatchedAccessRegister(registerPool),
      close: async () => {
        await registerPool.end();
        await opened.close();
      },
    };
    processes.push(made);
    return made;
  };
  const admin: IdentityStage['admin'] = async <R extends object>(sql: string, values: unknown[] = []) => {
    const client = new Client({ connectionString: database.adminUrl });
    await client.connect();
    try {
      return (await client.query<R>(sql, values)).rows;
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    for (const [id, code, level, parent, line] of ORGANISATIONS) {
      await admin('INSERT INTO organisations (id, code, level, business_line) VALUES ($1, $2, $3, $4)', [
        id,
        code,
        level,
        line,
      ]);
      await admin(
        `INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
         VALUES ($1, '2020-01-01', $2, $3)`,
        [id, parent, `机构${code}`],
      );
    }
    passwordHash = await hashPassword(PASSWORD);
    await newProcess();
  });
  afterAll(() => Promise.all(processes.map((each) => each.close())));

  const ask: IdentityStage['ask'] = async <Data>(
    source: string,
    { as, variables, address, at = processes[0] }: AskOptions = {},
  ) => {
    const viewer = await at.identity.authenticator.authenticate(as);
    // Every request from an address of its own, unless the test is about addresses.
    const clientAddress = address ?? `10.0.${Math.floor(addresses / 250)}.${addresses++ % 250}`;
    const contextValue = new RequestContext(
      at.database,
      at.register,
      viewer,
      'r',
      'en',
      clientAddress,
      logger,
    );
    try {
      const answer = await graphql({ schema: at.schema, source, variableValues: variables, contextValue });
      return answer as ExecutionResult<Data>;
    } finally {
      await contextValue.session.commit();
    }
  };
  return {
    log,
    admin,
    newProcess,
    ask,
    get here() {
      return processes[0];
    },
    person: async (username, organisation, roles = [Role.DIRECTOR]) => {
      const [organisationId, provinceId, cityId, unitId] = PLACES[organisation];
      await processes[0].database.transaction(SYSTEM_SCOPE, async (session) => {
        const [{ id }] = await session.query<{ id: number }>(
          `INSERT INTO staff (province_id, city_id, unit_id, organisation_id, username, name, roles)
           VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
          [provinceId, cityId, unitId, organisationId, username, `员工 ${username}`, roles],
        );
        await createLogin(session, { username, provinceId, staffId: id, passwordHash });
      });
      return processes[0].identity.viewerOf(username);
    },
    bearer: async (username) => {
      const { accessToken } = await processes[0].identity.sessions.signIn(username, PASSWORD, '10.9.9.9');
      return `Bearer ${accessToken}`;
    },
  };
}
