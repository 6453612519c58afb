import { SYSTEM_SCOPE } from '../../server/db/scope';
import type { Section } from '../../server/authz/sections';
import type { Story } from '../kit/story';

/** How hidden values differ from the story as it is told: others, or none at all. */
export type Variant = 'OTHER' | 'ABSENT';

/** What is hidden from a viewer: sections of all accounts, lines of usage, and whole accounts outside a scope. */
export interface Hidden {
  sections: readonly HiddenSection[];
  /** SQL condition on the account's row `a`, for whose values the sections are hidden; all by default. */
  of?: string;
  /** SQL condition on the line of usage. */
  lines?: string;
  /** SQL condition on `province_id` and `city_id` of what is out of scope altogether. */
  foreign?: string;
}
export type HiddenSection = Section;

/** Tables that hold hidden values, children first. */
const TABLES = [
  ...['handlings', 'complaints', 'pickups', 'visits', 'account_services'],
  ...['payments', 'account_credits', 'account_tariffs'],
  ...['key_persons', 'account_contacts', 'account_basics', 'account_team', 'access_grants'],
  ...['usage_facts', 'usage_rollups', 'board_entries', 'board_totals', 'accounts'],
];

/** Keeps the told values aside, to come back to them for the next viewer. */
export async function keepValues({ sql }: Story): Promise<void> {
  await sql('CREATE SCHEMA kept');
  for (const table of [...TABLES, 'dossier_sections'])
    await sql(`CREATE TABLE kept.${table} AS TABLE ${table}`);
}

/** Brings the told values back and changes what is hidden. Ranks and grades, which are open, stay as they are. */
export async function hide(story: Story, hidden: Hidden, variant: Variant): Promise<void> {
  const { sql } = story;
  // Neither foreign keys nor their order matter while the stage is set.
  await sql('SET session_replication_role = replica');
  for (const table of [...TABLES].reverse()) {
    await sql(`DELETE FROM ${table}`);
    const columns = await writtenColumns(story, table);
    await sql(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM kept.${table}`);
  }
  for (const section of hidden.sections) await hideSection(story, section, hidden, variant);
  if (hidden.foreign) await hideForeign(story, hidden.foreign, variant);
  await sql('SET session_replication_role = origin');
}

/** The columns of a table that are not computed from others. */
async function writtenColumns({ sql }: Story, table: string): Promise<string> {
  const rows = await sql<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  );
  return rows.map(({ name }) => name).join(', ');
}

async function hideSection(
  story: Story,
  section: HiddenSection,
  { of = 'true', lines = 'true' }: Hidden,
  variant: Variant,
): Promise<void> {
  const { sql } = story;
  const whose = `(province_id, account_id) IN (SELECT a.province_id, a.id FROM accounts a WHERE ${of})`;
  const isAbsent = variant === 'ABSENT';
  const text = (...columns: string[]): string =>
    columns.map((column) => `${column} = ${isAbsent ? 'NULL' : `'other ' || md5(${column})`}`).join(', ');
  const others = (table: string, change: string): Promise<unknown> =>
    sql(isAbsent ? `DELETE FROM ${table} WHERE ${whose}` : `UPDATE ${table} SET ${change} WHERE ${whose}`);
  switch (section) {
    case 'BASIC':
      await sql(`UPDATE accounts a SET ${isAbsent ? 'uscc = NULL, industry_scheme = NULL, industry_code = NULL, category = NULL' : "uscc = 'OTHER' || a.id, industry_code = 'A01', category = 'PROFESSIONAL'"}
        WHERE (${of}) AND uscc IS NOT NULL`);
      await sql(
        `UPDATE account_basics SET ${text('nature', 'service_mode', 'legal_representative', 'size', 'products')} WHERE ${whose}`,
      );
      break;
    case 'BASIC_FINANCE':
      await sql(`UPDATE account_basics SET annual_output = ${isAbsent ? 'NULL' : 'annual_output * 3 + 7'},
        ${text('reputation', 'profit_and_loss')} WHERE ${whose}`);
      break;
    case 'CONTACT':
      await sql(
        isAbsent
          ? `DELETE FROM account_contacts WHERE ${whose}`
          : `UPDATE account_contacts SET ${text('address', 'postcode', 'contact_name', 'phone', 'fax', 'email')} WHERE ${whose}`,
      );
      break;
    case 'KEY_PERSONS':
      if (isAbsent) await sql(`DELETE FROM key_persons WHERE ${whose}`);
      else await morePersons(story, of);
      break;
    case 'SERVICE':
      await sql(`DELETE FROM account_team WHERE role = 'MANAGER' AND ${whose}`);
      if (!isAbsent) await sql(`UPDATE account_team SET role = 'MANAGER' WHERE role = 'DEPUTY' AND ${whose}`);
      await sql(`UPDATE account_services SET ${text('responsible_person', 'service_mode')} WHERE ${whose}`);
      break;
    case 'RECORDS':
      await others('pickups', `pieces = pieces + 1, ${text('note')}`);
      await others('visits', `at = at + interval '1 day', ${text('contact_name', 'outcome')}`);
      break;
    case 'COMPLAINTS':
      await others('handlings', `action = 'other', is_final = false`);
      await others('complaints', `channel = 'COUNTER', ${text('detail')}`);
      break;
    case 'CREDIT':
      await others('account_credits', `level = 'D', arrears_limit = 0, return_cycle_days = 0`);
      await others('payments', 'amount = amount + 1');
      break;
    case 'TARIFF':
      await others('account_tariffs', 'rate = rate + 1, agency_fee_rate = 0');
      break;
    case 'USAGE':
      await hideUsage(story, `${whose} AND (${lines})`, lines, variant);
      break;
  }
}

async function hideUsage({ sql }: Story, where: string, lines: string, variant: Variant): Promise<void> {
  const isAbsent = variant === 'ABSENT';
  const other = 'volume = volume + 17, revenue = revenue * 3 + 1';
  for (const [table, change] of [
    ['usage_facts', other],
    ['usage_rollups', quarters((of) => `${of} = ${of} * 3 + 1`)],
  ])
    await sql(
      isAbsent ? `DELETE FROM ${table} WHERE ${where}` : `UPDATE ${table} SET ${change} WHERE ${where}`,
    );
  // The rank is open, so the row stays.
  await sql(`UPDATE board_entries SET ${isAbsent ? 'volume = 0, revenue = 0, revenue_year_earlier = NULL' : `${other}, revenue_year_earlier = revenue_year_earlier + 5`}
    WHERE ${where}`);
  await sql(`UPDATE board_totals SET revenue = ${isAbsent ? '0' : 'revenue * 3 + 1'} WHERE ${lines}`);
}

async function morePersons({ sql, server }: Story, of: string): Promise<void> {
  const accounts = await sql<{ provinceId: number; accountId: number }>(
    `SELECT a.province_id AS "provinceId", a.id::int AS "accountId" FROM accounts a WHERE ${of}`,
  );
  const other = { name: '另一人', position: null, isDecisionMaker: null, family: '另', homeAddress: null };
  await server.app.platform.dossiers.saveKeyPersons(
    SYSTEM_SCOPE,
    accounts.map((ids) => ({ ...ids, ...other, hobbies: 'other', lawfulBasis: null })),
  );
  // The work on a section is no hidden value: it is as it was told.
  await sql('DELETE FROM dossier_sections');
  await sql('INSERT INTO dossier_sections SELECT * FROM kept.dossier_sections');
}

/** Accounts out of scope: other values of everything, their names included, or no such accounts. */
async function hideForeign({ sql }: Story, foreign: string, variant: Variant): Promise<void> {
  if (variant === 'ABSENT') {
    for (const table of TABLES) await sql(`DELETE FROM ${table} WHERE ${foreign}`);
    return;
  }
  await sql(
    `UPDATE accounts SET name = 'other ' || name, initials = 'other', uscc = NULL, grade = 'SMALL', category = NULL,
       status = 'DORMANT', version = version + 1 WHERE ${foreign}`,
  );
  for (const table of ['usage_facts', 'board_entries'])
    await sql(`UPDATE ${table} SET volume = volume + 9, revenue = revenue * 5 + 3 WHERE ${foreign}`);
  await sql(`UPDATE usage_rollups SET ${quarters((of) => `${of} = ${of} * 5 + 3`)} WHERE ${foreign}`);
  await sql(`UPDATE board_totals SET revenue = revenue * 5 + 3 WHERE ${foreign}`);
  for (const table of ['account_contacts', 'key_persons', 'account_credits', 'payments', 'account_tariffs'])
    await sql(`DELETE FROM ${table} WHERE ${foreign}`);
}

/** A change of every quarter of a roll-up; those without facts stay without. */
function quarters(change: (column: string) => string): string {
  return [1, 2, 3, 4].flatMap((n) => [change(`volume_q${n}`), change(`revenue_q${n}`)]).join(', ');
}
