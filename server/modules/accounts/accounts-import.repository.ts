import { Rejection } from '../../imports/importer';
import { followAccounts, type Queries } from '../organisations/organisations.module';
import { CURRENT_SCHEME } from './industries';
import type { ServingPlace } from './serving-places';

/** Columns that the reader stages, in its order. */
export const STAGED = [
  'account_no',
  'name',
  'initials',
  'uscc',
  'organisation_code',
  'industry_code',
  'address',
  'kind',
  'key',
] as const;

const ORGANISATION_UNKNOWN = new Rejection(
  '机构代码不存在或不在导入人管辖范围',
  'No such organisation in the scope of whoever imports',
);
const NOT_SERVING = new Rejection('服务机构应为地市局或以下', 'Accounts are served by a city or below');
const INDUSTRY_UNKNOWN = new Rejection(
  `行业代码不在 ${CURRENT_SCHEME} 中`,
  `No such industry in ${CURRENT_SCHEME}`,
);
const CONTRADICTION = new Rejection(
  '同一客户编号与文件中另一行矛盾,见行号',
  'Contradicts another line of the file with the same number, line',
);
const OTHER_PROVINCE = new Rejection(
  '该客户已在他省以同一编号登记,跨省搬迁不能通过导入办理',
  'Another province has registered this customer under this number; an import moves nobody between provinces',
);
const NUMBER_TAKEN = new Rejection(
  '客户编号在本省已被使用,且不在导入人管辖范围',
  'The number is used in this province outside the scope of whoever imports',
);

/** Makes the table of the organisations that rows may name. */
export async function placeRows(session: Queries, places: readonly ServingPlace[]): Promise<void> {
  await session.query(`CREATE TEMP TABLE import_places (code text COLLATE "C" PRIMARY KEY, organisation_id int,
    province_id int, city_id int, unit_id int, is_serving boolean) ON COMMIT DROP`);
  await session.query(
    `INSERT INTO import_places
     SELECT code, "organisationId", "provinceId", "cityId", "unitId", "isServing"
     FROM json_to_recordset($1::json) AS p (code text, "organisationId" int, "provinceId" int, "cityId" int,
       "unitId" int, "isServing" boolean)`,
    [JSON.stringify(places)],
  );
  await session.query('ANALYZE import_places');
}

/** Rejects rows whose organisation is unknown, out of scope (in the same words) or too high, or whose industry is. */
export async function rejectUnknown(session: Queries, industryCodes: readonly string[]): Promise<void> {
  await session.query(
    `INSERT INTO import_rejects (line_no, reason)
     SELECT r.line_no, CASE WHEN p.code IS NULL THEN $1 || ': ' || left(r.organisation_code, 60)
       WHEN NOT p.is_serving THEN $2 || ': ' || r.organisation_code ELSE $3 || ': ' || left(r.industry_code, 60) END
     FROM import_rows r LEFT JOIN import_places p ON p.code = r.organisation_code
     WHERE r.reason IS NULL
       AND (p.code IS NULL OR NOT p.is_serving OR (r.industry_code <> '' AND r.industry_code <> ALL ($4::text[])))`,
    [ORGANISATION_UNKNOWN.reason, NOT_SERVING.reason, INDUSTRY_UNKNOWN.reason, industryCodes],
  );
}

/** The rows that are good so far, with their places. */
export async function selectGood(session: Queries): Promise<void> {
  await session.query(
    `CREATE TEMP TABLE import_accounts ON COMMIT DROP AS
     SELECT r.line_no, p.province_id, p.city_id, p.unit_id, p.organisation_id, r.account_no, r.name, r.initials,
       nullif(r.uscc, '') AS uscc, nullif(r.industry_code, '') AS industry_code, r.address, r.kind, r.key
     FROM import_rows r JOIN import_places p ON p.code = r.organisation_code
     WHERE r.reason IS NULL AND r.line_no NOT IN (SELECT line_no FROM import_rejects)`,
  );
}

/** Keeps the first row of each account; answers how many later ones say the same, and rejects those that do not. */
export async function dropRepeated(session: Queries): Promise<number> {
  const [{ same }] = await session.query<{ same: number }>(
    `WITH repeated AS (
       SELECT province_id, account_no, min(line_no) AS first_line FROM import_accounts
       GROUP BY province_id, account_no HAVING count(*) > 1
     ), later AS (
       DELETE FROM import_accounts l USING repeated, import_accounts f
       WHERE l.province_id = repeated.province_id AND l.account_no = repeated.account_no
         AND l.line_no <> repeated.first_line AND f.line_no = repeated.first_line
       RETURNING l.line_no, f.line_no AS first_line, (l.name, l.uscc, l.organisation_id, l.industry_code, l.address)
         IS NOT DISTINCT FROM (f.name, f.uscc, f.organisation_id, f.industry_code, f.address) AS is_same
     ), rejected AS (
       INSERT INTO import_rejects (line_no, reason)
       SELECT line_no, $1 || ': ' || first_line FROM later WHERE NOT is_same
     )
     SELECT count(*) FILTER (WHERE is_same)::int AS same FROM later`,
    [CONTRADICTION.reason],
  );
  return same;
}

/**
 * Finds the identity and the account of each row. New identities are added in the order of their keys, so imports of
 * several provinces wait for each other instead of locking each other out.
 */
export async function resolve(session: Queries): Promise<void> {
  await session.query(
    `INSERT INTO identities (kind, key)
     SELECT DISTINCT kind, key FROM import_accounts s
     WHERE NOT EXISTS (SELECT FROM identities i WHERE i.kind = s.kind AND i.key = s.key)
     ORDER BY kind, key ON CONFLICT (kind, key) DO NOTHING`,
  );
  await session.query('ANALYZE import_accounts');
  // Who has a credit code, or the same name as before and no address given, stays who they are.
  await session.query(
    `CREATE TEMP TABLE import_resolved ON COMMIT DROP AS
     SELECT s.line_no, s.province_id, s.city_id, s.unit_id, s.organisation_id, s.account_no, s.name, s.initials,
       coalesce(s.uscc, a.uscc) AS uscc, coalesce(s.industry_code, a.industry_code) AS industry_code,
       CASE WHEN s.industry_code IS NOT NULL THEN '${CURRENT_SCHEME}' ELSE a.industry_scheme END AS industry_scheme,
       CASE WHEN s.uscc IS NULL AND (a.uscc IS NOT NULL OR (s.address = '' AND s.name = a.name))
         THEN a.identity_id ELSE i.id END AS identity_id,
       a.id AS account_id, (a.city_id, a.unit_id) <> (s.city_id, s.unit_id) AS is_moved
     FROM import_accounts s JOIN identities i ON i.kind = s.kind AND i.key = s.key
     LEFT JOIN accounts a ON a.province_id = s.province_id AND a.account_no = s.account_no`,
  );
  await session.query('ANALYZE import_resolved');
}

/** Rejects customers whom another province has under the same number: that is a relocation (Article 14). */
export async function rejectOtherProvince(session: Queries): Promise<void> {
  await session.query(
    `WITH elsewhere AS (
       DELETE FROM import_resolved r USING accounts o
       WHERE r.account_id IS NULL AND o.identity_id = r.identity_id AND o.account_no = r.account_no
       RETURNING r.line_no, r.account_no
     )
     INSERT INTO import_rejects (line_no, reason) SELECT DISTINCT line_no, $1 || ': ' || account_no FROM elsewhere`,
    [OTHER_PROVINCE.reason],
  );
}

/** How many rows are about accounts that exist already. */
export async function countKnown(session: Queries): Promise<number> {
  const [{ known }] = await session.query<{ known: number }>(
    'SELECT count(account_id)::int AS known FROM import_resolved',
  );
  return known;
}

/** Adds the new accounts in the order of the file; rejects numbers that somebody out of scope has. */
export async function insertNew(session: Queries): Promise<number> {
  const [{ added }] = await session.query<{ added: number }>(
    `WITH added AS (
       INSERT INTO accounts (province_id, city_id, unit_id, organisation_id, account_no, name, initials, uscc,
         identity_id, industry_scheme, industry_code)
       SELECT province_id, city_id, unit_id, organisation_id, account_no, name, initials, uscc, identity_id,
         industry_scheme, industry_code
       FROM import_resolved WHERE account_id IS NULL ORDER BY line_no
       ON CONFLICT (province_id, account_no) DO NOTHING RETURNING province_id, account_no
     ), taken AS (
       INSERT INTO import_rejects (line_no, reason)
       SELECT r.line_no, $1 || ': ' || r.account_no
       FROM import_resolved r LEFT JOIN added USING (province_id, account_no)
       WHERE r.account_id IS NULL AND added.account_no IS NULL
     )
     SELECT count(*)::int AS added FROM added`,
    [NUMBER_TAKEN.reason],
  );
  return added;
}

/** Writes what differs, and takes all that hangs on a moved account along; answers how many differed. */
export async function updateChanged(session: Queries): Promise<number> {
  const [{ changed }] = await session.query<{ changed: number }>(
    `WITH changed AS (
       UPDATE accounts a SET name = r.name, initials = r.initials, uscc = r.uscc, identity_id = r.identity_id,
         industry_scheme = r.industry_scheme, industry_code = r.industry_code, organisation_id = r.organisation_id,
         city_id = r.city_id, unit_id = r.unit_id, version = a.version + 1, updated_at = now()
       FROM import_resolved r
       WHERE a.province_id = r.province_id AND a.id = r.account_id
         AND (a.name, a.uscc, a.identity_id, a.industry_scheme, a.industry_code, a.organisation_id, a.city_id,
           a.unit_id) IS DISTINCT FROM (r.name, r.uscc, r.identity_id, r.industry_scheme, r.industry_code,
           r.organisation_id, r.city_id, r.unit_id)
       RETURNING a.id
     )
     SELECT count(*)::int AS changed FROM changed`,
  );
  await followAccounts(session, 'SELECT province_id, account_id FROM import_resolved WHERE is_moved');
  return changed;
}
