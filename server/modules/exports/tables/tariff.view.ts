import { BUSINESS_LINE_NAMES } from '../../../graphql/business-line';
import { tariffsBySubject, type TariffRow } from '../../tariffs/tariffs.module';
import { columns, money, type SectionTable } from '../export-table';

const METHOD_NAMES: Record<TariffRow['method'], string> = {
  DISCOUNT: '直接折扣',
  REBATE: '返还',
  FREE_SERVICE: '免费服务',
};

/** Section 8 (Article 17-1-8), a row per discount, newest first; an account without any has none. */
export const TARIFF_TABLE: SectionTable = {
  title: '资费优惠',
  columns: () =>
    columns('AccountTariff', {
      line: '业务种类',
      method: '优惠方式',
      rate: '优惠比率(%)',
      agencyFeeRate: '代办费比率(%)',
      validFrom: '起始日期',
      validTo: '终止日期(不含)',
    }),
  rows: ({ loaders }, accounts) =>
    Promise.all(
      accounts.map(async ({ subject }) => {
        const tariffs = await loaders.of(tariffsBySubject).load(subject);
        // Hundredths of a percent have two places, as fen have.
        return tariffs.map(({ line, method, rate, agencyFeeRate, validFrom, validTo }) => [
          ...[BUSINESS_LINE_NAMES[line], METHOD_NAMES[method]],
          ...[money(rate), money(agencyFeeRate)],
          ...[validFrom, validTo],
        ]);
      }),
    ),
};
