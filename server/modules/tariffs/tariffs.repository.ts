import type { Session } from '../../db/database';
import { accountColumns, type AccountKey } from '../accounts/accounts.module';
import type { TariffRow } from './tariff';

const TARIFFS = {
  name: 'tariffs_of_accounts',
  text: `SELECT asked.province_id AS "provinceId", asked.account_id AS "accountId", r.line, r.method, r.rate,
      r."agencyFeeRate", r."validFrom", r."validTo"
    FROM unnest($1::int[], $2::bigint[]) WITH ORDINALITY AS asked (province_id, account_id, n)
    CROSS JOIN LATERAL (SELECT t.id, t.line, t.method, t.rate, t.agency_fee_rate AS "agencyFeeRate",
        t.valid_from AS "validFrom", t.valid_to AS "validTo" FROM account_tariffs t
      WHERE t.province_id = asked.province_id AND t.account_id = asked.account_id
      ORDER BY t.valid_from DESC, t.id DESC LIMIT 100) r
    ORDER BY asked.n, r."validFrom" DESC, r.id DESC`,
};

/** The newest discounts of each account, past ones included, in one statement. */
export function readTariffs(session: Session, accounts: readonly AccountKey[]): Promise<TariffRow[]> {
  return session.query(TARIFFS, accountColumns(accounts));
}
