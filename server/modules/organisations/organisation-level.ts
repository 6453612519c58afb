import { registerEnumType } from 'type-graphql';

/** 机构级别: the levels of Article 3, from the top. */
export enum OrganisationLevel {
  NATION = 'NATION',
  PROVINCE = 'PROVINCE',
  CITY = 'CITY',
  COUNTY = 'COUNTY',
  UNIT = 'UNIT',
}

/** Chinese names of the levels, as imports may write them. */
export const ORGANISATION_LEVEL_NAMES: Record<OrganisationLevel, string> = {
  NATION: '国家局',
  PROVINCE: '省局',
  CITY: '地市局',
  COUNTY: '县局',
  UNIT: '基层营销单位',
};

/** Levels an organisation may stand directly below; a bureau instead stands below an organisation of its own level. */
export const SUPERIOR_LEVELS: Record<OrganisationLevel, readonly OrganisationLevel[]> = {
  NATION: [],
  PROVINCE: [OrganisationLevel.NATION],
  CITY: [OrganisationLevel.PROVINCE],
  COUNTY: [OrganisationLevel.CITY],
  UNIT: [OrganisationLevel.CITY, OrganisationLevel.COUNTY],
};

registerEnumType(OrganisationLevel, {
  name: 'OrganisationLevel',
  description: 'Level of an organisation, Article 3. 机构级别',
  valuesConfig: Object.fromEntries(
    Object.entries(ORGANISATION_LEVEL_NAMES).map(([level, name]) => [level, { description: name }]),
  ),
});
