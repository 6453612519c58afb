import type { BusinessLine } from '../../graphql/business-line';
import { copyFields, Rejection, type ImportColumn } from '../../imports/importer';

/** Columns of a usage file. */
export const USAGE_COLUMNS: readonly ImportColumn[] = [
  { field: 'account_no', names: ['account_no', '客户编号'], required: true },
  { field: 'line', names: ['line', '业务种类'], required: true },
  { field: 'month', names: ['month', '月份'], required: true },
  { field: 'volume', names: ['volume', '用邮量'], required: true },
  { field: 'revenue', names: ['revenue', '用邮收入'], required: true },
];

/** Staged columns of a usage file, in the order `usageReader` writes them. */
export const USAGE_STAGING = [
  { name: 'account_no', type: 'text COLLATE "C"' },
  { name: 'line', type: 'text COLLATE "C"' },
  { name: 'month', type: 'text COLLATE "C"' },
  { name: 'slot', type: 'int' },
  { name: 'volume', type: 'bigint' },
  { name: 'revenue', type: 'bigint' },
] as const;

/** Lines in the order of the primary key, with their Chinese names. */
const LINES: readonly (readonly [BusinessLine, string])[] = (
  [
    ['EXPRESS', '速递'],
    ['FINANCE', '金融'],
    ['INFORMATION', '信息'],
    ['LETTER', '信函'],
    ['LOGISTICS', '物流'],
    ['PARCEL', '包裹'],
    ['PHILATELY', '集邮'],
    ['PRESS', '报刊'],
  ] as [BusinessLine, string][]
).map((line) => line);

/** The first month that can be told; months are counted from it. */
const FIRST_YEAR = 2000;
/**
 * A slot numbers line and month: line * 2400 + months since 2000-01. Sorting by it is sorting by line and month, a
 * third of it is a line's quarter and a twelfth its year: one integer serves to sort, compare and sum.
 */
export const SLOTS_PER_LINE = 2_400;
/** All slots of an account. */
export const SLOTS = SLOTS_PER_LINE * LINES.length;
/** SQL: the line of a slot expression. */
export const lineOfSlot = (slot: string): string =>
  `(ARRAY[${LINES.map(([line]) => `'${line}'`).join(', ')}])[(${slot}) / ${SLOTS_PER_LINE} + 1]`;
/** SQL: the year of a slot expression, a number. */
export const yearOfSlot = (slot: string): string => `(${FIRST_YEAR} + (${slot}) % ${SLOTS_PER_LINE} / 12)`;

const WHOLE = /^-?[0-9]{1,12}$/;
const YUAN = /^-?[0-9]{1,12}(\.[0-9]{1,2})?$/;
const THOUSANDS = /^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/;
const MONTH = /^([0-9]{4})(?:[-/.]?(0[1-9]|1[0-2])|[-/.年]([1-9]|0[1-9]|1[0-2])月?)(?:[-/.](?:[0-9]{1,2}))?$/;
const MAX_MONTHS = 4_096;

/** Makes the reader of one run: months after `thisMonth` (`YYYY-MM`) are bad, and lines that are not the bureau's. */
export function usageReader(
  thisMonth: string,
  bureauLine: BusinessLine | null,
): (cells: readonly string[]) => string | Rejection {
  const lines = new Map(
    LINES.flatMap(([line, name], at) => names(line, name).map((key) => [key, at] as const)),
  );
  const months = new Map<string, { text: string; slot: number } | Rejection>();
  const monthOf = (cell: string): { text: string; slot: number } | Rejection => {
    let month = months.get(cell);
    if (!month) {
      if (months.size >= MAX_MONTHS) months.clear();
      months.set(cell, (month = readMonth(cell, thisMonth)));
    }
    return month;
  };
  return ([accountNo, lineCell, monthCell, volumeCell, revenueCell]) => {
    if (accountNo === '') return new Rejection('客户编号为空', 'no account number');
    const at = lines.get(lineCell) ?? lines.get(lineCell.toUpperCase());
    if (at === undefined) return new Rejection('没有这种业务', 'unknown line of business', lineCell);
    const line = LINES[at][0];
    if (bureauLine && line !== bureauLine)
      return new Rejection('不是本专业局的业务', 'not the line of your bureau', lineCell);
    const month = monthOf(monthCell);
    if (month instanceof Rejection) return month;
    const volume = WHOLE.test(volumeCell) ? volumeCell : withoutThousands(volumeCell, WHOLE);
    if (volume === undefined)
      return new Rejection('用邮量须为整数', 'volume must be a whole number', volumeCell);
    const yuan = YUAN.test(revenueCell) ? revenueCell : withoutThousands(revenueCell, YUAN);
    if (yuan === undefined)
      return new Rejection(
        '用邮收入须为元,最多两位小数',
        'revenue must be yuan with at most two decimals',
        revenueCell,
      );
    const account = /[\\\t\r\n]/.test(accountNo) ? copyFields([accountNo]) : accountNo;
    return `${account}\t${line}\t${month.text}\t${at * SLOTS_PER_LINE + month.slot}\t${volume}\t${fenOf(yuan)}`;
  };
}

function names(line: string, name: string): string[] {
  return [line, name, `${name}业务`];
}

function withoutThousands(cell: string, wanted: RegExp): string | undefined {
  const bare = THOUSANDS.test(cell) ? cell.replaceAll(',', '') : '';
  return wanted.test(bare) ? bare : undefined;
}

/** Digits of fen from digits of yuan, exact. */
function fenOf(yuan: string): string {
  const point = yuan.indexOf('.');
  if (point < 0) return `${yuan}00`;
  return yuan.slice(0, point) + yuan.slice(point + 1).padEnd(2, '0');
}

function readMonth(cell: string, thisMonth: string): { text: string; slot: number } | Rejection {
  const match = MONTH.exec(cell);
  if (!match) return new Rejection('月份应写作 2026-10', 'a month looks like 2026-10', cell);
  const text = `${match[1]}-${(match[2] ?? match[3]).padStart(2, '0')}`;
  if (text > thisMonth) return new Rejection('月份尚未到来', 'the month is still to come', cell);
  if (Number(match[1]) < FIRST_YEAR) return new Rejection('月份早于 2000-01', 'before 2000-01', cell);
  return { text, slot: (Number(match[1]) - FIRST_YEAR) * 12 + Number(text.slice(5)) - 1 };
}
