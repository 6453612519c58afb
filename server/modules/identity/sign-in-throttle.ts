import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { DomainError } from '../../graphql/errors';

const TABLE = 'sign_in_limits';
const QUARTER_HOUR = 900;
const HOUR = 3_600;

/**
 * Slows guessing of passwords: failures per account and address, per account, and per address, counted in the database
 * for all processes. An attempt is counted before it is checked and given back when it was right, so guesses made at
 * once count too. Names are counted as typed, whether an account has them or not, and kept only as hashes, because
 * people type passwords there.
 */
export class SignInThrottle {
  private readonly pair: RateLimiterPostgres;
  private readonly account: RateLimiterPostgres;
  private readonly address: RateLimiterPostgres;
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(database: Database) {
    // The limiter wants a client; each of its statements is a transaction of its own, kept even if the sign-in fails.
    const storeClient = {
      query: (query: { name: string; text: string; values: unknown[] }) =>
        database.transaction(SYSTEM_SCOPE, async (session) => {
          const rows = await session.query<object>(query, query.values);
          return { rows, rowCount: rows.length };
        }),
    };
    const limiter = (keyPrefix: string, points: number, duration: number): RateLimiterPostgres =>
      new RateLimiterPostgres({
        storeClient,
        storeType: 'client',
        tableName: TABLE,
        tableCreated: true,
        keyPrefix,
        points,
        duration,
      });
    this.pair = limiter('pair', 5, QUARTER_HOUR);
    this.account = limiter('account', 20, QUARTER_HOUR);
    this.address = limiter('address', 100, HOUR);
  }

  /** Runs one attempt; it failed where it answers null. RATE_LIMITED with `retryAfterSeconds` where there were too many. */
  async attempt<T>(
    username: string,
    clientAddress: string,
    check: () => Promise<T | null>,
  ): Promise<T | null> {
    const account = digest(username);
    const address = digest(addressGroup(clientAddress));
    const pair = digest(`${account} ${address}`);
    // One after another per process: a person who signs in ten times at once must not look like ten guesses.
    return this.inTurn(pair, async () => {
      // The narrowest last but one: who is locked out already must not use up the allowance of the whole account.
      await consume(this.address, address);
      await consume(this.pair, pair);
      await consume(this.account, account);
      const result = await check();
      if (result !== null) {
        await this.pair.delete(pair);
        await this.account.reward(account);
        await this.address.reward(address);
      }
      return result;
    });
  }

  private async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(key);
    const turn = (before ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    this.turns.set(key, settled);
    try {
      return await turn;
    } finally {
      if (this.turns.get(key) === settled) this.turns.delete(key);
    }
  }
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new DomainError('RATE_LIMITED', undefined, { params: { retryAfterSeconds } });
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Whom an address belongs to: an IPv6 customer has a whole /64, so single addresses of it are no limit. */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address);
  if (mapped) return mapped[1];
  if (!isIPv6(address)) return address;
  const [head, tail] = address.split('%')[0].split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}
