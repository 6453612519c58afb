import { randomBytes } from 'node:crypto';
import { CipherFault, seal, unseal, type CellPlace } from './cell-cipher';

const key = randomBytes(32);
const place: CellPlace = { table: 'key_persons', column: 'name', provinceId: 19, rowId: 7 };
const clear = Buffer.from('王小明（示例）');

describe('a sealed cell', () => {
  it('opens in its own place, and never looks the same twice', () => {
    const sealed = seal(key, place, clear);
    expect(unseal(key, place, sealed)).toEqual(clear);
    expect(seal(key, place, clear)).not.toEqual(sealed);
    expect(sealed[0]).toBe(1);
    expect(sealed.length).toBe(1 + 12 + 16 + clear.length);
    expect(sealed.includes(clear)).toBe(false);
  });

  it.each<[string, Partial<CellPlace>]>([
    ['another table', { table: 'key_person' }],
    ['another column', { column: 'family' }],
    ['another province', { provinceId: 1 }],
    ['another row', { rowId: 8 }],
    ['digits moved between province and row', { provinceId: 197, rowId: 0 }],
  ])('does not open in %s', (_, other) => {
    expect(() => unseal(key, { ...place, ...other }, seal(key, place, clear))).toThrow(CipherFault);
  });

  it('does not open with another key, altered, cut short or of an unknown version', () => {
    const sealed = seal(key, place, clear);
    expect(() => unseal(randomBytes(32), place, sealed)).toThrow(CipherFault);
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Buffer.from(sealed);
      altered[at] ^= 1;
      expect(() => unseal(key, place, altered)).toThrow(CipherFault);
      expect(() => unseal(key, place, sealed.subarray(0, at))).toThrow(CipherFault);
    }
  });

  it('names the place and nothing of the value', () => {
    try {
      unseal(key, { ...place, rowId: 8 }, seal(key, place, clear));
      throw new Error('it opened');
    } catch (error) {
      expect((error as Error).message).toContain('key_persons.name in row (19, 8)');
      expect((error as Error).message).not.toContain('王');
    }
  });
});
