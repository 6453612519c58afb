import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '../../graphql/errors';

const MIN_LENGTH = 10;
const MAX_LENGTH = 128;

// 19 MiB, two passes, one lane; argon2id is the library's own default.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The argon2id hash of a password, as it is kept. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Whether the password belongs to the hash; false also for a hash that cannot be read. */
export async function passwordMatches(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password).catch(() => false);
}

/** Refuses a new password that is too short, too long or holds the login name. */
export function checkNewPassword(password: string, username: string, field: string): void {
  const length = [...password].length;
  if (length < MIN_LENGTH || length > MAX_LENGTH)
    throw new DomainError('WEAK_PASSWORD', `${MIN_LENGTH} to ${MAX_LENGTH} characters`, { field });
  if (password.toLowerCase().includes(username))
    throw new DomainError('WEAK_PASSWORD', 'it must not hold the user name', { field });
}
