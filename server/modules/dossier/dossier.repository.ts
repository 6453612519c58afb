import type { Session } from '../../db/database';
import type { AccountKey, BasicValues, ContactValues } from './dossier-values';

/** An account as whoever enters its dossier needs it. */
export interface ServedAccount {
  /** The serving organisation. */
  organisationId: number;
}

const SERVED_ACCOUNT = {
  name: 'dossier_served_account',
  text: `SELECT organisation_id AS "organisationId" FROM accounts WHERE province_id = $1 AND id = $2`,
};

const BASICS = {
  name: 'dossier_basics',
  text: `SELECT b.province_id AS "provinceId", b.account_id AS "accountId", b.nature,
      b.service_mode AS "serviceMode", b.legal_representative AS "legalRepresentative", b.size, b.products,
      b.annual_output AS "annualOutput", b.reputation, b.profit_and_loss AS "profitAndLoss"
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    JOIN account_basics b ON b.province_id = asked.province_id AND b.account_id = asked.account_id`,
};

const CONTACTS = {
  name: 'dossier_contacts',
  text: `SELECT c.province_id AS "provinceId", c.account_id AS "accountId", c.address, c.postcode,
      c.contact_name AS "contactName", c.phone, c.fax, c.email
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    JOIN account_contacts c ON c.province_id = asked.province_id AND c.account_id = asked.account_id`,
};

// The place of a row is the account's: whoever does not see the account writes nothing.
const SAVE_BASICS = {
  name: 'dossier_save_basics',
  text: `INSERT INTO account_basics AS kept (province_id, account_id, city_id, unit_id, nature, service_mode,
      legal_representative, size, products, annual_output, reputation, profit_and_loss)
    SELECT a.province_id, a.id, a.city_id, a.unit_id, b.nature, b.service_mode, b.legal_representative, b.size,
      b.products, b.annual_output, b.reputation, b.profit_and_loss
    FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
      $9::text[], $10::text[]) AS b (province_id, account_id, nature, service_mode, legal_representative, size,
      products, annual_output, reputation, profit_and_loss)
    JOIN accounts a ON a.province_id = b.province_id AND a.id = b.account_id
    ON CONFLICT (province_id, account_id) DO UPDATE SET nature = excluded.nature,
      service_mode = excluded.service_mode, legal_representative = excluded.legal_representative,
      size = excluded.size, products = excluded.products, annual_output = excluded.annual_output,
      reputation = excluded.reputation, profit_and_loss = excluded.profit_and_loss,
      version = kept.version + 1, updated_at = now()
    RETURNING account_id`,
};

const SAVE_CONTACTS = {
  name: 'dossier_save_contacts',
  text: `INSERT INTO account_contacts AS kept (province_id, account_id, city_id, unit_id, address, postcode,
      contact_name, phone, fax, email)
    SELECT a.province_id, a.id, a.city_id, a.unit_id, c.address, c.postcode, c.contact_name, c.phone, c.fax, c.email
    FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
      AS c (province_id, account_id, address, postcode, contact_name, phone, fax, email)
    JOIN accounts a ON a.province_id = c.province_id AND a.id = c.account_id
    ON CONFLICT (province_id, account_id) DO UPDATE SET address = excluded.address, postcode = excluded.postcode,
      contact_name = excluded.contact_name, phone = excluded.phone, fax = excluded.fax, email = excluded.email,
      version = kept.version + 1, updated_at = now()
    RETURNING account_id`,
};

/** The account, or null where it does not exist in the session's scope. */
export async function findServedAccount(
  session: Session,
  { provinceId, accountId }: AccountKey,
): Promise<ServedAccount | null> {
  const [row] = await session.query<ServedAccount>(SERVED_ACCOUNT, [provinceId, accountId]);
  return row ?? null;
}

/** Section 1 of each account that has one, in one statement. */
export function readBasics(
  session: Session,
  accounts: readonly AccountKey[],
): Promise<(AccountKey & BasicValues)[]> {
  return session.query(BASICS, keyColumns(accounts));
}

/** Section 2 of each account that has one, in one statement. */
export function readContacts(
  session: Session,
  accounts: readonly AccountKey[],
): Promise<(AccountKey & ContactValues)[]> {
  return session.query(CONTACTS, keyColumns(accounts));
}

/** Writes section 1 of many accounts in one statement; answers how many were in scope. */
export async function writeBasics(
  session: Session,
  basics: readonly (AccountKey & BasicValues)[],
): Promise<number> {
  const written = await session.query(SAVE_BASICS, [
    ...keyColumns(basics),
    basics.map(({ nature }) => nature),
    basics.map(({ serviceMode }) => serviceMode),
    basics.map(({ legalRepresentative }) => legalRepresentative),
    basics.map(({ size }) => size),
    basics.map(({ products }) => products),
    basics.map(({ annualOutput }) => annualOutput),
    basics.map(({ reputation }) => reputation),
    basics.map(({ profitAndLoss }) => profitAndLoss),
  ]);
  return written.length;
}

/** Writes section 2 of many accounts in one statement; answers how many were in scope. */
export async function writeContacts(
  session: Session,
  contacts: readonly (AccountKey & ContactValues)[],
): Promise<number> {
  const written = await session.query(SAVE_CONTACTS, [
    ...keyColumns(contacts),
    contacts.map(({ address }) => address),
    contacts.map(({ postcode }) => postcode),
    contacts.map(({ contactName }) => contactName),
    contacts.map(({ phone }) => phone),
    contacts.map(({ fax }) => fax),
    contacts.map(({ email }) => email),
  ]);
  return written.length;
}

/** The two arrays that name accounts to a statement. */
export function keyColumns(accounts: readonly AccountKey[]): [number[], number[]] {
  return [accounts.map(({ provinceId }) => provinceId), accounts.map(({ accountId }) => accountId)];
}

const MINUTES_AHEAD = {
  name: 'dossier_minutes_ahead',
  text: 'SELECT statement_timestamp() + make_interval(mins => $1) AS until',
};

/** The instant so many minutes from now, by the database's clock. */
export async function minutesAhead(session: Session, minutes: number): Promise<Date> {
  return (await session.query<{ until: Date }>(MINUTES_AHEAD, [minutes]))[0].until;
}
