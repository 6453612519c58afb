import { Client, Pool } from 'pg';
import { BatchedAccessRegister, type RegisterEntry } from '../../server/authz/access-register';
import { useDatabase } from '../kit/database';

let pool: Pool;
let admin: Client;
afterAll(async () => {
  await pool.end();
  await admin.end();
});
const database = useDatabase();
beforeAll(async () => {
  pool = new Pool({ connectionString: database.appUrl, max: 1 });
  admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
});

const entry = (requestId: string, purpose: string): RegisterEntry => ({
  ...{
    provinceId: 2,
    cityIds: [4],
    unitIds: [0],
    staffProvinceId: 2,
    staffId: 7,
    tokenId: null,
    staffName: '甲',
  },
  ...{ staffOrganisationId: 4, staffRoles: ['DIRECTOR'], outcome: 'READ', section: 'CONTACT', fields: [] },
  ...{
    accountIds: [101],
    grantId: null,
    purpose,
    basis: 'x',
    operationName: null,
    operationHash: 'x',
    requestId,
  },
});

it('an entry that cannot be written fails alone: those of other requests in its batch are written', async () => {
  const register = new BatchedAccessRegister(pool);
  // The first goes out by itself, the others gather meanwhile.
  const outcomes = await Promise.allSettled([
    register.write([entry('a', '走访准备')]),
    register.write([entry('b', '走访准备')]),
    register.write([entry('c', '走访\0准备')]),
    register.write([entry('d', '走访准备')]),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  const { rows } = await admin.query<{ id: string }>(
    `SELECT request_id AS id FROM access_register ORDER BY id`,
  );
  expect(rows.map(({ id }) => id)).toEqual(['a', 'b', 'd']);
});
