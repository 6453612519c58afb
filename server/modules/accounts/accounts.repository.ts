import type { Scope } from '../../db/scope';
import type { Queries } from '../organisations/organisations.module';
import type { AccountRow } from './key-account';

/** Columns of AccountRow; the table goes by `a`. */
export const ACCOUNT_COLUMNS = `a.province_id AS "provinceId", a.id AS "accountId", a.city_id AS "cityId",
  a.unit_id AS "unitId", a.organisation_id AS "organisationId", a.account_no AS "accountNo", a.code, a.name, a.uscc,
  a.industry_scheme AS "industryScheme", a.industry_code AS "industryCode", a.category, a.grade, a.status, a.version`;

/** The key of an account. */
export interface AccountKey {
  provinceId: number;
  accountId: number;
}

/** Collects the parameters of a statement that is put together. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Adds a value and answers its placeholder. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The road beside the wall: the scope as equalities that indexes and shards prune by; the table goes by `a`. */
export function scopeConditions(scope: Scope, parameters: Parameters): string[] {
  const conditions: string[] = [];
  if (scope.level >= 1) conditions.push(`a.province_id = ${parameters.bind(scope.provinceId)}`);
  if (scope.level >= 2) conditions.push(`a.city_id = ${parameters.bind(scope.cityId)}`);
  if (scope.level === 3) conditions.push(`a.unit_id = ANY (${parameters.bind(scope.unitIds)}::int[])`);
  return conditions;
}

const BY_KEYS = {
  name: 'accounts_by_keys',
  text: `SELECT ${ACCOUNT_COLUMNS} FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, id)
    JOIN accounts a ON a.province_id = asked.province_id AND a.id = asked.id`,
};

/** Accounts by key, in no order; those absent or out of scope are missing alike. */
export function readAccounts(session: Queries, keys: readonly AccountKey[]): Promise<AccountRow[]> {
  return session.query<AccountRow>(BY_KEYS, [
    keys.map(({ provinceId }) => provinceId),
    keys.map(({ accountId }) => accountId),
  ]);
}

/** Up to two accounts of that number in the scope: numbers are unique inside a province only. */
export function readAccountsByNo(
  session: Queries,
  scope: Scope,
  provinceIds: readonly number[],
  accountNo: string,
): Promise<AccountRow[]> {
  const parameters = new Parameters();
  const conditions = [
    `a.province_id = ANY (${parameters.bind(provinceIds)}::int[])`,
    `a.account_no = ${parameters.bind(accountNo)}`,
    ...scopeConditions(scope, parameters),
  ];
  const text = `SELECT ${ACCOUNT_COLUMNS} FROM accounts a WHERE ${conditions.join(' AND ')} ORDER BY a.province_id LIMIT 2`;
  return session.query<AccountRow>(text, parameters.values);
}

/** A member of an account's team in one of the two named roles. */
export interface TeamRow {
  provinceId: number;
  accountId: number;
  staffId: number;
  role: 'MANAGER' | 'DEPUTY';
}

const TEAMS = {
  name: 'account_teams',
  text: `SELECT t.province_id AS "provinceId", t.account_id AS "accountId", t.staff_id AS "staffId", t.role
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    JOIN account_team t ON t.province_id = asked.province_id AND t.account_id = asked.account_id
    WHERE t.role IN ('MANAGER', 'DEPUTY')`,
};

/** Managers and deputies of accounts, in one statement. */
export function readTeams(session: Queries, keys: readonly AccountKey[]): Promise<TeamRow[]> {
  return session.query<TeamRow>(TEAMS, [
    keys.map(({ provinceId }) => provinceId),
    keys.map(({ accountId }) => accountId),
  ]);
}
