import type { Session } from '../../../db/database';
import { keyColumns } from '../dossier.repository';
import type { AccountKey } from '../dossier-values';
import { ENTRY_FIELDS, type Changes, type EntrySection } from './entry-fields';

/** Sections that are one row in the clear. */
export type PlainSection = Exclude<EntrySection, 'KEY_PERSONS'>;

const TABLES: Record<PlainSection, string> = {
  BASIC: 'account_basics',
  BASIC_FINANCE: 'account_basics',
  CONTACT: 'account_contacts',
};

/** What of article 17 is filled, and of how many fields. The account goes by `a`, the section's row by `v`. */
const FILLED: Record<PlainSection, [filled: string, of: number]> = {
  BASIC: [
    `1 + num_nonnulls(a.uscc, a.industry_code, a.category, a.grade, v.nature, v.service_mode, v.legal_representative,
      v.size, v.products)`,
    10,
  ],
  BASIC_FINANCE: ['num_nonnulls(v.annual_output, v.reputation, v.profit_and_loss)', 3],
  CONTACT: ['num_nonnulls(v.address, v.postcode, v.contact_name, v.phone, v.fax, v.email)', 6],
};

const ASKED = `unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)`;

/** An account and how complete a section of it is, in whole percent. */
export type Completeness = AccountKey & { percent: number };

/** How complete the section of each account is. Ask after clearance only: it is counted from the values. */
export function readCompleteness(
  session: Session,
  accounts: readonly AccountKey[],
  section: EntrySection,
): Promise<Completeness[]> {
  const text =
    section === 'KEY_PERSONS'
      ? `SELECT asked.province_id AS "provinceId", asked.account_id AS "accountId",
           coalesce(floor(avg(num_nonnulls(p.name, p.position, p.family, p.home_address, p.hobbies)) * 20), 0)::int AS percent
         FROM ${ASKED} LEFT JOIN key_persons p ON p.province_id = asked.province_id AND p.account_id = asked.account_id
           AND p.name IS NOT NULL
         GROUP BY asked.province_id, asked.account_id`
      : `SELECT a.province_id AS "provinceId", a.id AS "accountId",
           (${FILLED[section][0]}) * 100 / ${FILLED[section][1]} AS percent
         FROM ${ASKED} JOIN accounts a ON a.province_id = asked.province_id AND a.id = asked.account_id
         LEFT JOIN ${TABLES[section]} v ON v.province_id = a.province_id AND v.account_id = a.id`;
  return session.query({ name: `dossier_completeness_${section.toLowerCase()}`, text }, keyColumns(accounts));
}

/** The section's values as the graph prints them, for whoever replaces them; all null where nothing was entered. */
export async function readValues(
  session: Session,
  { provinceId, accountId }: AccountKey,
  section: PlainSection,
): Promise<Changes> {
  const fields = Object.entries(ENTRY_FIELDS[section]);
  // Amounts are kept in fen and told in yuan.
  const shown = fields.map(([name, { column, kind }]) =>
    kind === 'FEN'
      ? `(v.${column} / 100)::text || '.' || lpad((v.${column} % 100)::text, 2, '0') AS "${name}"`
      : `v.${column} AS "${name}"`,
  );
  const [row] = await session.query<Changes>(
    {
      name: `dossier_values_${section.toLowerCase()}`,
      text: `SELECT ${shown.join(', ')} FROM ${TABLES[section]} v WHERE province_id = $1 AND account_id = $2`,
    },
    [provinceId, accountId],
  );
  return row ?? Object.fromEntries(fields.map(([name]) => [name, null]));
}

/** Writes some fields of a section and leaves the others as they are. The account must be in scope. */
export async function writeValues(
  session: Session,
  { provinceId, accountId }: AccountKey,
  section: PlainSection,
  changes: Changes,
): Promise<void> {
  const fields = Object.entries(changes).map(([name, value]) => ({ ...ENTRY_FIELDS[section][name], value }));
  const columns = fields.map(({ column }) => column);
  const values = fields.map(({ kind }, at) =>
    kind === 'FEN' ? `($${at + 3}::text::numeric * 100)::bigint` : `$${at + 3}::text`,
  );
  await session.query(
    `INSERT INTO ${TABLES[section]} AS kept (province_id, account_id, city_id, unit_id, ${columns.join(', ')})
     SELECT a.province_id, a.id, a.city_id, a.unit_id, ${values.join(', ')}
     FROM accounts a WHERE a.province_id = $1 AND a.id = $2
     ON CONFLICT (province_id, account_id) DO UPDATE
     SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')},
       version = kept.version + 1, updated_at = now()`,
    [provinceId, accountId, ...fields.map(({ value }) => value)],
  );
}
