import { monthsByAccountAndLine } from '../../usage/usage.module';
import type { ExportContent } from '../export-request';
import { money, type SectionTable } from '../export-table';

/** Section 5 (Article 17-1-5): a row per account, the months beside each other. */
export const USAGE_TABLE: SectionTable = {
  title: '用邮情况',
  columns: (content) =>
    monthsOf(content).flatMap((month) => [
      { heading: `${month} 收入(元)`, field: 'MonthlyUsage.revenue' },
      { heading: `${month} 用邮量(件)`, field: 'MonthlyUsage.volume' },
    ]),
  rows: ({ loaders }, accounts, content) =>
    Promise.all(
      accounts.map(async ({ row: { provinceId, accountId } }) => {
        const [from, to] = rangeOf(content);
        const key = { provinceId, accountId, line: content.line, from, to };
        const months = await loaders.of(monthsByAccountAndLine).load(key);
        return [months.flatMap(({ revenue, volume }) => [money(revenue), volume])];
      }),
    ),
};

function rangeOf({ firstMonth, lastMonth }: ExportContent): [string, string] {
  if (firstMonth === null || lastMonth === null) throw new Error('an export of usage names its months');
  return [firstMonth, lastMonth];
}

function monthsOf(content: ExportContent): string[] {
  const [first, last] = rangeOf(content);
  const months: string[] = [];
  for (let at = numberOf(first); at <= numberOf(last); at += 1)
    months.push(`${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`);
  return months;
}

const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
