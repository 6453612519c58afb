import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

function textScalar(
  name: string,
  description: string,
  isValid: (value: string) => boolean,
  example: string,
): GraphQLScalarType<string, string> {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw new GraphQLError(`${name} must look like ${example}`, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: check,
    parseLiteral: (node) => check(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const MONTH = /^[0-9]{4}-(0[1-9]|1[0-2])$/;
const PERIOD = /^[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/;

/** A calendar month in Asia/Shanghai, `2026-10`. */
export const MonthScalar = textScalar(
  'Month',
  'A month, Asia/Shanghai: `2026-10`. 月份',
  (text) => MONTH.test(text),
  '"2026-10"',
);

/** A year, quarter or month: `2026`, `2026-Q3`, `2026-10`. */
export const PeriodScalar = textScalar(
  'Period',
  'A year, quarter or month: `2026`, `2026-Q3`, `2026-10`. 期间',
  (text) => PERIOD.test(text),
  '"2026", "2026-Q3" or "2026-10"',
);

/** A business date, a string end to end. */
export const DateScalar = textScalar(
  'Date',
  'A business date, Asia/Shanghai: `2026-10-31`. 日期',
  isCalendarDate,
  '"2026-10-31"',
);

/** An exact decimal in yuan, as a string. Holds integer fen inside the server. */
export const DecimalScalar = new GraphQLScalarType({
  name: 'Decimal',
  description: 'An exact amount in yuan with two places, as a string: `"1234.50"`. 金额(元)',
  serialize: (fen) => formatFen(fen as number),
  parseValue: (value) => parseFen(value),
  parseLiteral: (node) => parseFen(node.kind === Kind.STRING ? node.value : undefined),
});

/** An exact integer as a string. */
export const BigIntScalar = textScalar(
  'BigInt',
  'An exact integer as a string: pieces of mail. 整数',
  (text) => /^-?[0-9]{1,15}$/.test(text),
  '"1234"',
);

/** An instant. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: 'An instant, ISO 8601 with its offset: `2026-10-31T08:00:00Z`. 时刻',
});

/** Fen to yuan with two places. */
export function formatFen(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function parseFen(value: unknown): number {
  const fen =
    typeof value === 'string' && /^-?[0-9]{1,13}(\.[0-9]{1,2})?$/.test(value)
      ? Math.round(Number(value) * 100)
      : NaN;
  if (Number.isSafeInteger(fen)) return fen;
  throw new GraphQLError('Decimal must look like "1234.50"', { extensions: { code: 'BAD_USER_INPUT' } });
}

function isCalendarDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
