import { registerEnumType } from 'type-graphql';
import { SECTION_POLICIES, SECTIONS, type Section } from '../../authz/sections';

/** 档案内容: the sections of a dossier as the field policy knows them (Article 17). */
export const DossierSection = Object.fromEntries(SECTIONS.map((section) => [section, section])) as {
  [Name in Section]: Name;
};

const NAMES: Record<Section, [english: string, chinese: string]> = {
  BASIC: ['Nature, service mode, size, products and the like', '基本情况'],
  BASIC_FINANCE: ['Output, reputation, profit and loss', '经营情况'],
  CONTACT: ['Address and contact', '联系方式'],
  KEY_PERSONS: ['Key persons, with family, home and hobbies', '关键人物'],
  SERVICE: ['Who serves the account and how', '服务情况'],
  USAGE: ['Monthly volume and revenue', '用邮情况'],
  RECORDS: ['Pickups and visits', '揽收与走访记录'],
  COMPLAINTS: ['Complaints and how they were handled', '投诉与处理记录'],
  CREDIT: ['Credit level, arrears limit, return cycle, payments', '信用等级'],
  TARIFF: ['Discount rate, method and time, agency fee', '资费优惠'],
};

/** What each section holds, for the enums that name them. */
export const SECTION_DESCRIPTIONS = Object.fromEntries(
  SECTIONS.map((section) => {
    const { fieldClass, article } = SECTION_POLICIES[section];
    const [english, chinese] = NAMES[section];
    return [section, { description: `${english}; ${fieldClass}, Article ${article}. ${chinese}` }];
  }),
);

registerEnumType(DossierSection, {
  name: 'DossierSection',
  description: 'Part of a dossier that is read, and granted, as one (Article 17). 档案内容',
  valuesConfig: SECTION_DESCRIPTIONS,
});
