import type { Scope } from '../../db/scope';
import type { Queries } from '../organisations/organisations.module';
import type { AccountCategory, Grade } from './account-enums';
import { AccountOrder } from './account-order';
import { ACCOUNT_COLUMNS, type AccountKey, Parameters, scopeConditions } from './accounts.repository';
import type { AccountRow } from './key-account';

/** What a list of accounts is narrowed to. */
export interface AccountSelection {
  /** Inside the viewer's. */
  scope: Scope;
  /** Every province the scope may touch. */
  provinceIds: readonly number[];
  /** Hits of a search, where there are few enough to name. */
  keys: readonly AccountKey[] | null;
  /** The search itself, where there are too many: then the list is full soon whichever way it is read. */
  text: string | null;
  industry: { scheme: string; codes: readonly string[] } | null;
  category: AccountCategory | null;
  grade: Grade | null;
  manager: { provinceId: number; staffId: number } | null;
}

/** One key of an order. */
interface OrderKey {
  sql: string;
  /** What of it goes into a cursor, where that is not the column itself. */
  inCursor?: string;
  type: 'string' | 'number';
  /** Largest value a cursor may hold: beyond it no row gave the cursor out. */
  max: number;
  /** The value of a cursor, bound at the placeholder, as something to compare with. */
  of: (placeholder: string) => string;
}

const text = (sql: string): OrderKey => ({ sql, type: 'string', max: 0, of: (value) => `${value}::text` });
const int = (sql: string): OrderKey => ({
  sql,
  type: 'number',
  max: 2 ** 31 - 1,
  of: (value) => `${value}::int`,
});
const PROVINCE = int('a.province_id');
const ID: OrderKey = {
  sql: 'a.id',
  type: 'number',
  max: Number.MAX_SAFE_INTEGER,
  of: (value) => `${value}::bigint`,
};
/** In microseconds: of one import many accounts share a millisecond. */
const CREATED_AT: OrderKey = {
  sql: 'a.created_at',
  inCursor: '(extract(epoch FROM a.created_at) * 1000000)::bigint',
  type: 'number',
  max: 8e15,
  of: (value) => `to_timestamp(${value}::bigint / 1000000.0)`,
};
const GRADE_RANK =
  int(`CASE a.grade WHEN 'SPECIAL' THEN 1 WHEN 'FIRST' THEN 2 WHEN 'SECOND' THEN 3 WHEN 'THIRD' THEN 4
  WHEN 'SMALL' THEN 5 ELSE 6 END`);

/** The keys of each order. Open fields only: a cursor tells them. */
export const ORDERS: Record<AccountOrder, { keys: readonly OrderKey[]; isDescending: boolean }> = {
  [AccountOrder.ACCOUNT_NO]: { keys: [PROVINCE, text('a.account_no')], isDescending: false },
  [AccountOrder.NAME]: { keys: [text('a.name'), PROVINCE, ID], isDescending: false },
  [AccountOrder.GRADE]: { keys: [GRADE_RANK, PROVINCE, ID], isDescending: false },
  [AccountOrder.CREATED_AT]: { keys: [CREATED_AT, PROVINCE, ID], isDescending: true },
};

/** A row with the values that its cursor is made of. */
export type PageRow = AccountRow & { cursorKeys: (string | number)[] };

/** At most `limit` accounts of the selection after the cursor's keys. */
export function readPage(
  session: Queries,
  selection: AccountSelection,
  order: AccountOrder,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<PageRow[]> {
  const parameters = new Parameters();
  const { keys, isDescending } = ORDERS[order];
  const conditions = selectionConditions(selection, parameters);
  if (after) {
    const values = after.map((value, at) => keys[at].of(parameters.bind(value)));
    conditions.push(
      `(${keys.map(({ sql }) => sql).join(', ')}) ${isDescending ? '<' : '>'} (${values.join(', ')})`,
    );
  }
  const inCursor = keys.map((key) => key.inCursor ?? key.sql).join(', ');
  const ordered = keys.map(({ sql }) => (isDescending ? `${sql} DESC` : sql)).join(', ');
  return session.query<PageRow>(
    `SELECT ${ACCOUNT_COLUMNS}, json_build_array(${inCursor}) AS "cursorKeys"
     FROM accounts a ${where(conditions)} ORDER BY ${ordered} LIMIT ${parameters.bind(limit)}`,
    parameters.values,
  );
}

/** How many accounts the selection has. */
export async function countAccounts(session: Queries, selection: AccountSelection): Promise<number> {
  const parameters = new Parameters();
  const conditions = selectionConditions(selection, parameters);
  const text = `SELECT count(*)::int AS count FROM accounts a ${where(conditions)}`;
  return (await session.query<{ count: number }>(text, parameters.values))[0].count;
}

/** Up to `limit` accounts of the scope that a search finds: name part, initials, number and code. */
export function findAccounts(
  session: Queries,
  { scope, provinceIds }: Pick<AccountSelection, 'scope' | 'provinceIds'>,
  text: string,
  limit: number,
): Promise<AccountKey[]> {
  const parameters = new Parameters();
  const most = parameters.bind(limit);
  // Each province apart, so that the indexes that begin with it serve the nation, too.
  const provinces = `a.province_id = ANY (${parameters.bind(provinceIds)}::int[])`;
  const [part, province, city] = [text, scope.provinceId, scope.cityId].map((value) =>
    parameters.bind(value),
  );
  const road = scopeConditions(scope, parameters);
  const prefixed = prefixConditions(text, parameters).map(
    (prefix) => `(SELECT a.province_id, a.id FROM accounts a
      WHERE ${[provinces, ...road, prefix].join(' AND ')} LIMIT ${most})`,
  );
  const byName = `SELECT province_id, id FROM accounts_by_name_part(${part}, ${province}, ${city}, ${most})`;
  return session.query<AccountKey>(
    `SELECT province_id AS "provinceId", id AS "accountId"
     FROM (${[byName, ...prefixed].join(' UNION ')}) found LIMIT ${most}`,
    parameters.values,
  );
}

/** Prefixes as ranges of the C collation: unlike LIKE they are leakproof, so indexes serve them behind the wall. */
function prefixConditions(text: string, parameters: Parameters): string[] {
  const prefixed = (column: string, prefix: string): string =>
    `${column} >= ${parameters.bind(prefix)} AND ${column} < ${parameters.bind(`${prefix}\u{10FFFF}`)}`;
  const conditions = [prefixed('a.account_no', text), prefixed('a.code', text)];
  if (/^[a-z0-9]+$/i.test(text)) conditions.push(prefixed('a.initials', text.toLowerCase()));
  return conditions;
}

function selectionConditions(selection: AccountSelection, parameters: Parameters): string[] {
  const { scope, keys, text, industry, category, grade, manager } = selection;
  const conditions = scopeConditions(scope, parameters);
  if (keys) {
    const provinces = parameters.bind(keys.map(({ provinceId }) => provinceId));
    const ids = parameters.bind(keys.map(({ accountId }) => accountId));
    conditions.push(`(a.province_id, a.id) IN (SELECT * FROM unnest(${provinces}::int[], ${ids}::bigint[]))`);
  }
  if (text !== null) {
    const inName = `position(lower(${parameters.bind(text)}) IN lower(a.name)) > 0`;
    conditions.push(`(${[inName, ...prefixConditions(text, parameters)].join(' OR ')})`);
  }
  if (industry)
    conditions.push(
      `a.industry_scheme = ${parameters.bind(industry.scheme)}`,
      `a.industry_code = ANY (${parameters.bind(industry.codes)}::text[])`,
    );
  if (category) conditions.push(`a.category = ${parameters.bind(category)}`);
  if (grade) conditions.push(`a.grade = ${parameters.bind(grade)}`);
  if (manager)
    conditions.push(
      `a.province_id = ${parameters.bind(manager.provinceId)}`,
      `a.id IN (SELECT t.account_id FROM account_team t WHERE t.province_id = a.province_id
         AND t.staff_id = ${parameters.bind(manager.staffId)} AND t.role = 'MANAGER')`,
    );
  return conditions;
}

const where = (conditions: string[]): string =>
  conditions.length > 0 ? `WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')}` : '';
