import { accountCredit } from '../../credit/credit.module';
import { columns, money, type SectionTable } from '../export-table';

/** Section 7 (Article 17-1-7): a row per payment, newest first, or one for an account without any. */
export const CREDIT_TABLE: SectionTable = {
  title: '信用等级',
  columns: () => [
    ...columns('AccountCredit', {
      level: '信用级别',
      arrearsLimit: '核定欠费额度(元)',
      returnCycleDays: '归还周期(天)',
    }),
    ...columns('Payment', { paidOn: '缴款日期', month: '费用月份', amount: '缴款金额(元)' }),
  ],
  rows: (context, accounts) =>
    Promise.all(
      accounts.map(async (account) => {
        const credit = accountCredit(account, context);
        const [level, arrearsLimit, returnCycleDays, payments] = await Promise.all([
          credit.level,
          credit.arrearsLimit,
          credit.returnCycleDays,
          credit.payments,
        ]);
        const paid = payments.map(({ paidOn, month, amount }) => [paidOn, month, money(amount)]);
        return (paid.length > 0 ? paid : [[null, null, null]]).map((payment) => [
          ...[level, money(arrearsLimit), returnCycleDays],
          ...payment,
        ]);
      }),
    ),
};
