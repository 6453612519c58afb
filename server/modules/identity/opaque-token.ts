import { createHash, randomBytes } from 'node:crypto';

/** What service tokens begin with, so that scanners recognise a leaked one. */
export const SERVICE_TOKEN_PREFIX = 'kam_';

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** A new secret of 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. It has 256 random bits, so one round of SHA-256 is enough; null where it is not a secret. */
export function secretHash(secret: string): Buffer | null {
  return SECRET.test(secret) ? createHash('sha256').update(secret).digest() : null;
}
