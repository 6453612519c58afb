import { registerEnumType } from 'type-graphql';

/** 业务种类: the eight professional lines of business (Article 9-1). */
export enum BusinessLine {
  LETTER = 'LETTER',
  LOGISTICS = 'LOGISTICS',
  EXPRESS = 'EXPRESS',
  PARCEL = 'PARCEL',
  PRESS = 'PRESS',
  FINANCE = 'FINANCE',
  INFORMATION = 'INFORMATION',
  PHILATELY = 'PHILATELY',
}

/** Chinese names of the lines, as imports may write them. */
export const BUSINESS_LINE_NAMES: Record<BusinessLine, string> = {
  LETTER: '信函',
  LOGISTICS: '物流',
  EXPRESS: '速递',
  PARCEL: '包裹',
  PRESS: '报刊',
  FINANCE: '金融',
  INFORMATION: '信息',
  PHILATELY: '集邮',
};

registerEnumType(BusinessLine, {
  name: 'BusinessLine',
  description: 'Line of business, Article 9-1. 业务种类',
  valuesConfig: Object.fromEntries(
    Object.entries(BUSINESS_LINE_NAMES).map(([line, name]) => [line, { description: `${name}业务` }]),
  ),
});
