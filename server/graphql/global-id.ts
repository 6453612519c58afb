import { DomainError } from './errors';

/** A decoded global id: the type, the province (0 where shared or the nation's) and the key inside it. */
export interface GlobalId {
  type: string;
  provinceId: number;
  key: number;
}

const MOST_KNOWN = 20_000;
const known = new Map<string, string>();

/** The opaque id of an object; carries the province so that a look-up always has the shard key. */
export function encodeId(type: string, provinceId: number, key: number): string {
  const plain = `${type}:${provinceId}:${key}`;
  let id = known.get(plain);
  if (id === undefined) {
    id = Buffer.from(plain, 'latin1').toString('base64url');
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(plain, id); // the same accounts lead the same boards, request after request
  }
  return id;
}

/** Reads an opaque id; null for anything that is not one. */
export function decodeId(id: string): GlobalId | null {
  const match = /^([A-Za-z]{1,40}):([0-9]{1,9}):([0-9]{1,15})$/.exec(
    Buffer.from(id, 'base64url').toString('latin1'),
  );
  if (!match || encodeId(match[1], Number(match[2]), Number(match[3])) !== id) return null;
  return { type: match[1], provinceId: Number(match[2]), key: Number(match[3]) };
}

/** Reads the id of an object of one type; NOT_FOUND alike for a bad, absent and foreign id. */
export function expectId(type: string, id: string, field = 'id'): GlobalId {
  const decoded = decodeId(id);
  if (decoded?.type !== type) throw new DomainError('NOT_FOUND', undefined, { field });
  return decoded;
}
