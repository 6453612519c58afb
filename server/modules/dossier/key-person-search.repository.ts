import type { AccountPlace } from '../../authz/subject';
import type { Session } from '../../db/database';
import type { AccountKey } from './dossier-values';
import { keyColumns } from './dossier.repository';
import type { Holder } from './key-persons.repository';

const HELD_ACCOUNTS = {
  name: 'dossier_held_accounts',
  text: `SELECT a.province_id AS "provinceId", a.id AS "accountId", a.city_id AS "cityId", a.unit_id AS "unitId"
    FROM accounts a WHERE (a.province_id, a.id) IN (SELECT g.province_id, g.account_id FROM access_grants g
      WHERE g.staff_province_id = $1 AND g.staff_id = $2 AND g.status = 'GRANTED' AND 'KEY_PERSONS' = ANY (g.sections)
        AND g.valid_from <= statement_timestamp() AND statement_timestamp() < g.valid_to)
    ORDER BY a.province_id, a.id`,
};

const NAMED = {
  name: 'dossier_key_persons_named',
  text: `SELECT p.province_id AS "provinceId", p.account_id AS "accountId", p.id
    FROM unnest($1::int[], $2::bigint[], $3::text[]) AS asked (province_id, account_id, name_index)
    JOIN key_persons p ON p.province_id = asked.province_id AND p.account_id = asked.account_id
      AND p.name_index = asked.name_index
    ORDER BY p.province_id, p.id`,
};

/** Every account whose section 3 is under a live grant of the holder. */
export function readHeldAccounts(
  session: Session,
  { staffProvinceId, staffId }: Holder,
): Promise<AccountPlace[]> {
  return session.query(HELD_ACCOUNTS, [staffProvinceId, staffId]);
}

/** Who of the accounts bears the name whose blind index is given for each; nothing else is looked into. */
export function readNamed(
  session: Session,
  accounts: readonly AccountKey[],
  nameIndexes: readonly string[],
): Promise<(AccountKey & { id: number })[]> {
  return session.query(NAMED, [...keyColumns(accounts), nameIndexes]);
}
