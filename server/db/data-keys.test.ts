import { Client } from 'pg';
import { useDatabase } from '../../test/kit/database';
import { CipherFault } from './cell-cipher';
import { DataKeys } from './data-keys';
import { Database } from './database';

const test = useDatabase();
let one: Database;
let two: Database;

beforeAll(async () => {
  [one, two] = await Promise.all([
    Database.open(test.appUrl, { poolSize: 10 }),
    Database.open(test.appUrl, { poolSize: 10 }),
  ]);
});
afterAll(() => Promise.all([one.close(), two.close()]));

async function asAdmin(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: test.adminUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the data keys', () => {
  it('are made once per province, however many processes come at once', async () => {
    const processes = [new DataKeys(one, 'secret'), new DataKeys(two, 'secret')];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => processes[at % 2].live([1 + (at % 3), 4])),
    );
    for (const keys of answers)
      for (const [provinceId, key] of keys)
        expect(key.bytes).toEqual((await processes[0].live([provinceId])).get(provinceId)?.bytes);
    const distinct = new Set(
      answers.flatMap((keys) => [...keys.values()].map(({ bytes }) => bytes.toString('hex'))),
    );
    expect(distinct.size).toBe(4); // each province its own
    expect(await asAdmin('SELECT province_id, id FROM data_keys ORDER BY 1, 2')).toEqual(
      [1, 2, 3, 4].map((province_id) => ({ province_id, id: 1 })),
    );
  });

  it('are not in the database in any usable form', async () => {
    const key = (await new DataKeys(one, 'secret').live([5])).get(5);
    const [{ wrapped_key: wrapped }] = await asAdmin(
      'SELECT wrapped_key FROM data_keys WHERE province_id = 5',
    );
    expect((wrapped as Buffer).includes(key?.bytes ?? Buffer.alloc(0))).toBe(false);
    await expect(new DataKeys(one, 'another secret').live([5])).rejects.toThrow(CipherFault);
  });

  it('follow a retired key with the next one', async () => {
    const keys = new DataKeys(one, 'secret');
    const before = (await keys.live([6])).get(6);
    await asAdmin('UPDATE data_keys SET retired_at = now() WHERE province_id = 6');
    const after = (await keys.live([6])).get(6);
    expect([before?.keyId, after?.keyId]).toEqual([1, 2]);
    expect(after?.bytes).not.toEqual(before?.bytes);
  });
});
