import type { Writable } from 'node:stream';
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

/** What the process reads for itself is read once for all who wait, so few connections serve it. */
const CONNECTIONS_BESIDES = 2;

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

/** An integer in text, checked to be exact as a number. */
export function exactInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError('an integer from the database exceeds 2^53');
  return number;
}

/** The application's database: transactions under a scope, as a role that owns nothing. */
export class Database {
  private constructor(
    private readonly source: DataSource,
    private readonly besides: DataSource,
    private readonly url: string,
  ) {}

  /** Connects as the application's role; `poolSize` connections at most. */
  static async open(url: string, options: { poolSize: number; entities?: Entities[] }): Promise<Database> {
    const pool = (poolSize: number): DataSource =>
      new DataSource({
        type: 'postgres',
        url,
        entities: options.entities ?? [],
        applicationName: 'kam',
        poolSize,
        // Pipelining sends BEGIN, the scope and the first query in one round trip.
        extra: { pipeline: true, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000, types: typeParsers },
        logging: false,
      });
    const [source, besides] = [pool(options.poolSize), pool(CONNECTIONS_BESIDES)];
    await source.initialize();
    await besides.initialize();
    return new Database(source, besides, url);
  }

  /** A database that is nowhere: the graph can be composed and printed over it, every statement fails. */
  static detached(): Database {
    const nowhere = new DataSource({ type: 'postgres' });
    return new Database(nowhere, nowhere, '');
  }

  /** Runs `work` in one transaction under `scope`; commits when it resolves, rolls back when it rejects. */
  async transaction<T>(scope: Scope, work: (session: Session) => Promise<T>): Promise<T> {
    return inTransaction(this.session(scope), work);
  }

  /**
   * As `transaction`, for what the whole process keeps in mind (the tree of organisations): on connections besides the
   * pool, because a request waits for it while it holds one. If both came from one pool, as many requests at once as it
   * has connections would wait for each other.
   */
  async transactionBesides<T>(scope: Scope, work: (session: Session) => Promise<T>): Promise<T> {
    return inTransaction(new LazySession(this.besides, scope), work);
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
    await this.besides.destroy();
  }
}

async function inTransaction<T>(session: LazySession, work: (session: Session) => Promise<T>): Promise<T> {
  try {
    const result = await work(session);
    await session.commit();
    return result;
  } catch (error) {
    await session.rollback();
    throw error;
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
    if (this.isEnded) return Promise.reject(new SessionEnded());
    this.opening ??= this.begin();
    return this.opening;
  }

  private async begin(): Promise<OpenTransaction> {
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    sendTogether(client);
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

// BEGIN, the scope and the first statement leave in one write instead of three.
function sendTogether(client: PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  setImmediate(() => stream.uncork());
}

/** A statement came after the end of its session: the client has gone away. */
export class SessionEnded extends Error {
  constructor() {
    super('the session has ended');
  }
}

interface OpenTransaction {
  runner: QueryRunner;
  client: PoolClient;
  started: Promise<boolean>;
}
