import { Client } from 'pg';
import { Database } from '../../server/db/database';
import { RegisterSealer } from '../../server/modules/dossier/register/register-sealer.service';
import { RegisterVerifier } from '../../server/modules/dossier/register/register-verifier.service';
import { RegisterWatch } from '../../server/modules/dossier/register/register-watch.service';
import { SealKey } from '../../server/modules/dossier/register/seal-key';
import { REGISTER_SEALING } from '../../server/rules/rule-defaults';
import { useDatabase, type TestDatabase } from '../kit/database';

/** Two provinces whose registers are written and sealed by hand. */
export interface Chain {
  readonly database: TestDatabase;
  readonly own: Database;
  readonly verifier: RegisterVerifier;
  readonly secret: string;
  /** A process that seals; each knows the heads it has seen itself. */
  watch(): RegisterWatch;
  /** As the superuser, whom no wall stops. */
  sql<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Writes rows of a province that are so many minutes old, one for each number; answers their ids. */
  rows(provinceId: number, ...minutesAgo: number[]): Promise<number[]>;
  /** With other rules of sealing for as long as it takes. */
  under<T>(rule: Partial<typeof REGISTER_SEALING.value>, work: () => Promise<T>): Promise<T>;
  /** Forgets everything that was written and sealed. */
  clear(): Promise<void>;
  /** Names of everything that verification finds. */
  findings(): Promise<string[]>;
}

const SECRET = 's'.repeat(32);

/** Call once at the top of a file. */
export function useChain(): Chain {
  let own: Database;
  let admin: Client;
  afterAll(async () => {
    await own?.close();
    await admin?.end();
  });
  const database = useDatabase();
  beforeAll(async () => {
    own = await Database.open(database.appUrl, { poolSize: 4 });
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(`INSERT INTO organisations (id, code, level) VALUES
      (1, '000000', 'NATION'), (2, '440000', 'PROVINCE'), (3, '330000', 'PROVINCE');
      INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
      VALUES (1, '2020-01-01', NULL, 'n'), (2, '2020-01-01', 1, 'gd'), (3, '2020-01-01', 1, 'zj');
      ALTER TABLE organisations ALTER id RESTART WITH 100`);
  });
  const verifier = (): RegisterVerifier => new RegisterVerifier(own, new SealKey(SECRET));
  const chain: Chain = {
    database,
    secret: SECRET,
    get own() {
      return own;
    },
    get verifier() {
      return verifier();
    },
    watch: () => new RegisterWatch(own, new RegisterSealer(own, new SealKey(SECRET)), verifier()),
    sql: async <Row>(text: string, values?: unknown[]) => (await admin.query(text, values)).rows as Row[],
    rows: async (provinceId, ...minutesAgo) => {
      const made = await chain.sql<{ id: string }>(
        `INSERT INTO access_register (province_id, city_ids, unit_ids, at, staff_province_id, staff_id, staff_name,
           staff_organisation_id, staff_roles, outcome, section, fields, account_ids, basis, operation_hash, request_id)
         SELECT $1, '{4}', '{0}', clock_timestamp() - ago * interval '1 minute', 2, 7, '王经理', 4, '{ACCOUNT_MANAGER}',
           'READ', 'CONTACT', '{DossierContact.phone}', ARRAY[101, 102], 'right of OWN', 'h', 'r' || ago
         FROM unnest($2::float[]) AS ago RETURNING id`,
        [provinceId, minutesAgo],
      );
      return made.map(({ id }) => Number(id));
    },
    under: async (rule, work) => {
      const usual = { ...REGISTER_SEALING.value };
      Object.assign(REGISTER_SEALING.value, rule);
      try {
        return await work();
      } finally {
        Object.assign(REGISTER_SEALING.value, usual);
      }
    },
    clear: async () => {
      await chain.sql('TRUNCATE access_register, access_register_seals, access_register_records');
    },
    findings: async () => {
      const verdicts = await verifier().verifyAll();
      return verdicts.flatMap(({ findings }) =>
        findings.map(({ kind, provinceId, seq, rowId }) =>
          [kind, provinceId, seq, ...(rowId === null ? [] : [rowId])].join(' '),
        ),
      );
    },
  };
  return chain;
}
