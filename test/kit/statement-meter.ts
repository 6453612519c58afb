import { Client } from 'pg';

/** SQL that one operation sent. */
export interface Statements {
  /** What it asked the database, by name or beginning, in order. */
  asked: string[];
  /** BEGIN, the scope, COMMIT or ROLLBACK. */
  framing: number;
  /** Batches of the access register. */
  registered: number;
}

const FRAMING = /^(BEGIN|COMMIT|ROLLBACK|set_scope$)/;
const REGISTER = 'append_access_register';
const TIMES = 3;

/** Counts the statements that this process sends to PostgreSQL, whoever sends them. Call once at the top of a file. */
export function statementMeter(): (operation: () => Promise<unknown>) => Promise<Statements> {
  let sent: string[] | null = null;
  const query = Client.prototype.query as (...args: unknown[]) => unknown;
  beforeAll(() => {
    Client.prototype.query = function (this: Client, ...args: unknown[]): unknown {
      sent?.push(labelOf(args[0]));
      return query.apply(this, args);
    } as typeof Client.prototype.query;
  });
  afterAll(() => void (Client.prototype.query = query as typeof Client.prototype.query));

  const once = async (operation: () => Promise<unknown>): Promise<Statements> => {
    sent = [];
    try {
      await operation();
      const asked = sent.filter((label) => !FRAMING.test(label) && label !== REGISTER);
      return {
        asked,
        framing: sent.filter((label) => FRAMING.test(label)).length,
        registered: sent.filter((label) => label === REGISTER).length,
      };
    } finally {
      sent = null;
    }
  };
  // Scheduled work and what is kept in memory for seconds only add to an operation: the least of some is its own.
  return async (operation) => {
    const measured: Statements[] = [];
    for (let time = 0; time < TIMES; time++) measured.push(await once(operation));
    return measured.sort((a, b) => size(a) - size(b))[0];
  };
}

const size = ({ asked, framing, registered }: Statements): number => asked.length + framing + registered;

function labelOf(query: unknown): string {
  if (typeof query === 'string') return beginning(query);
  const { name, text } = query as { name?: string; text?: string };
  return name ?? beginning(text ?? 'a stream');
}

const beginning = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 60);
