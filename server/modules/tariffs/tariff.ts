import type { BusinessLine } from '../../graphql/business-line';
import type { AccountKey } from '../accounts/accounts.module';

/** How a discount is given: off the price, paid back, or as service for nothing. */
export const DISCOUNT_METHODS = ['DISCOUNT', 'REBATE', 'FREE_SERVICE'] as const;
export type Method = (typeof DISCOUNT_METHODS)[number];

/** A discount of section 8 as kept (Article 17-1-8): rates in hundredths of a percent, days [validFrom, validTo). */
export interface TariffRow extends AccountKey {
  line: BusinessLine;
  method: Method;
  rate: number;
  agencyFeeRate: number;
  validFrom: string;
  validTo: string;
}
