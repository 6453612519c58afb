import { Client, type PoolClient, types } from 'pg';
import { DataSource, type EntityManager, type EntitySchema, type QueryRunner } from 'typeorm';
import type { Scope } from './scope';

/** A prepared statement: planned once per connection under its name. */
export interface Statement {
  name: string;
  text: string;
}

type Entities = (new () => object) | EntitySchema;

/** Query access inside one transaction whose scope is set; nothing outside that scope can be seen or written. */
export interface Session {
  /** Runs SQL; a named statement is prepared. Rows arrive as plain objects. */
  query<Row extends object>(statement: Statement | string, values?: unknown[]): Promise<Row[]>;
  /** TypeORM on the same connection and transaction. */
  manager(): Promise<EntityManager>;
}

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;

/** bigint arrives as a number that is checked to be exact; a date stays the text it is. */
const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (oid === INT8) return exactInteger;
    if (oid === DATE) return (value) => value;
    const parse = types.getTypeParser(oid, format) as (value: string) => unknown;
    return oid === INT8_ARRAY ? (value) => exactIntegers(parse(value) as (string | null)[]) : parse;
  },
};

function exactIntegers(values: (string | null)[]): (number | null)[] {
  return values.map((value) => (value === null ? null : exactInteger(value)));
}

function exactInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError('an integer from the database exceeds 2^53');
  return number;
}

/** The application's database: transactions under a scope, as a role that owns nothing. */
export class Database {
  private constructor(
    private readonly source: DataSource,
    private readonly url: string,
  ) {}

  /** Connects as the application's role; `poolSize` connections at most. */
  static async open(url: string, options: { poolSize: number; entities?: Entities[] }): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url,
      entities: options.entities ?? [],
      applicationName: 'kam',
      poolSize: options.poolSize,
      // Pipelining sends BEGIN, the scope and the first query in one round trip.
      extra: { pipeline: true, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000, types: typeParsers },
      logging: false,
    });
    await source.initialize();
    return new Database(source, url);
  }

  /** A database that is nowhere: the graph can be composed and printed over it, every statement fails. */
  static detached(): Database {
    return new Database(new DataSource({ type: 'postgres' }), '');
  }

  /** Runs `work` in one transaction under `scope`; commits when it resolves, rolls back when it rejects. */
  async transaction<T>(scope: Scope, work: (session: Session) => Promise<T>): Promise<T> {
    const session = this.session(scope);
    try {
      const result = await work(session);
      await session.commit();
      return result;
    } catch (error) {
      await session.rollback();
      throw error;
    }
  }

  /** A session that takes a connection only at its first statement; the caller ends it by commit or rollback. */
  session(scope: Scope): LazySession {
    return new LazySession(this.source, scope);
  }

  /** A connection of its own without pipelining, for COPY; the transaction and scope are set as elsewhere. */
  async copyTransaction<T>(scope: Scope, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({
      connectionString: this.url,
      types: typeParsers,
      application_name: 'kam import',
    });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(SET_SCOPE.text, scopeValues(scope));
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } finally {
      await client.end(); // an open transaction ends with its connection
    }
  }

  /** Resolves while the database answers. */
  async ping(): Promise<void> {
    await this.source.query('SELECT 1');
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await this.source.destroy();
  }
}

const SET_SCOPE: Statement = { name: 'set_scope', text: 'SELECT set_scope($1, $2, $3, $4, $5)' };

function scopeValues(scope: Scope): unknown[] {
  return [scope.level, scope.provinceId, scope.cityId, scope.unitIds, scope.line ?? ''];
}

/** A transaction opened at its first statement. Statements may overlap; the connection orders them. */
export class LazySession implements Session {
  private opening: Promise<OpenTransaction> | undefined;
  private isEnded = false;

  constructor(
    private readonly source: DataSource,
    private readonly scope: Scope,
  ) {}

  async query<Row extends object>(statement: Statement | string, values: unknown[] = []): Promise<Row[]> {
    const { client } = await this.open();
    const query = typeof statement === 'string' ? { text: statement, values } : { ...statement, values };
    return (await client.query<Row>(query)).rows;
  }

  async manager(): Promise<EntityManager> {
    return (await this.open()).runner.manager;
  }

  /** Commits what was opened, if anything; the connection goes back to the pool. */
  async commit(): Promise<void> {
    await this.end('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.end('ROLLBACK');
  }

  /** Ends the transaction, if one is open, and gives its connection back; the next statement opens a new one. */
  async pause(): Promise<void> {
    await this.close('ROLLBACK');
  }

  private open(): Promise<OpenTransaction> {
    // A statement that arrives after the end (the client went away) must not open a second transaction.
    if (this.isEnded) return Promise.reject(new Error('the session has ended'));
    this.opening ??= this.begin();
    return this.opening;
  }

  private async begin(): Promise<OpenTransaction> {
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    // Later statements are sent behind these two; if one of them fails the transaction refuses all the rest.
    const started = Promise.all([
      client.query('BEGIN'),
      client.query({ ...SET_SCOPE, values: scopeValues(this.scope) }),
    ]).then(
      () => true,
      () => false,
    );
    // TypeORM must join this transaction instead of opening its own.
    Object.assign(runner, { isTransactionActive: true });
    return { runner, client, started };
  }

  private async end(verb: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    this.isEnded = true;
    await this.close(verb);
  }

  private async close(verb: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    if (!this.opening) return;
    const opening = this.opening;
    this.opening = undefined;
    const { runner, client, started } = await opening;
    try {
      const [isStarted, result] = await Promise.all([started, client.query(verb)]);
      if (!isStarted) throw new Error('the transaction could not be started under its scope');
      if (result.command !== verb) throw new Error('the transaction was already aborted');
    } catch (error) {
      await (client as unknown as Client).end(); // in doubt: never used again
      throw error;
    } finally {
      Object.assign(runner, { isTransactionActive: false });
      await runner.release();
    }
  }
}

interface OpenTransaction {
  runner: QueryRunner;
  client: PoolClient;
  started: Promise<boolean>;
}
