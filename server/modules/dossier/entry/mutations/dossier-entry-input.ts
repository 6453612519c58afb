import { Field, ID, InputType } from 'type-graphql';
import { expectId } from '../../../../graphql/global-id';
import { DecimalScalar, formatFen } from '../../../../graphql/scalars';
import { notFound } from '../../dossier.errors';
import { LawfulBasis } from '../../lawful-basis';
import type { Changes, EntrySection, SectionEntry } from '../entry-fields';
import { nothingGiven } from '../entry.errors';

@InputType({ description: 'Fields of section 1; null empties, left out stays. 基本情况' })
class DossierBasicInput {
  @Field(() => String, { nullable: true, description: 'Nature of the enterprise. 单位性质' })
  nature?: string | null;

  @Field(() => String, { nullable: true, description: 'How it is served. 服务方式' })
  serviceMode?: string | null;

  @Field(() => String, { nullable: true, description: 'Legal representative. 法定代表人' })
  legalRepresentative?: string | null;

  @Field(() => String, { nullable: true, description: 'Size of the enterprise. 企业规模' })
  size?: string | null;

  @Field(() => String, { nullable: true, description: 'What it makes or sells. 主要产品' })
  products?: string | null;
}

@InputType({ description: 'Fields of the L2 part of section 1; null empties, left out stays. 经营情况' })
class DossierFinanceInput {
  @Field(() => DecimalScalar, { nullable: true, description: 'Yearly output in yuan. 年产值' })
  annualOutput?: number | null;

  @Field(() => String, { nullable: true, description: 'Reputation. 信誉' })
  reputation?: string | null;

  @Field(() => String, { nullable: true, description: 'Profit and loss. 盈亏情况' })
  profitAndLoss?: string | null;
}

@InputType({ description: 'Fields of section 2; null empties, left out stays. 联系方式' })
class DossierContactInput {
  @Field(() => String, { nullable: true, description: 'Postal address. 地址' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Postcode. 邮政编码' })
  postcode?: string | null;

  @Field(() => String, { nullable: true, description: 'Whom to ask for. 联系人' })
  contactName?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone. 电话' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Fax. 传真' })
  fax?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail. 电子邮箱' })
  email?: string | null;
}

@InputType({ description: 'Fields of one key person; null empties, left out stays. 关键人物' })
class DossierKeyPersonInput {
  @Field(() => ID, { nullable: true, description: 'Whose values; left out for a new person. 关键人物' })
  keyPersonId?: string | null;

  @Field(() => String, { nullable: true, description: 'Name; needed for a new person. 姓名' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Position. 职务' })
  position?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the person decides. 是否决策人' })
  isDecisionMaker?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Family. 家庭情况' })
  family?: string | null;

  @Field(() => String, { nullable: true, description: 'Home address. 家庭住址' })
  homeAddress?: string | null;

  @Field(() => String, { nullable: true, description: 'Hobbies. 爱好' })
  hobbies?: string | null;

  @Field(() => LawfulBasis, {
    nullable: true,
    description: 'Why this may be kept; needed for a new person. 合法性基础',
  })
  lawfulBasis?: LawfulBasis | null;
}

/** 录入内容: fields of exactly one section. */
@InputType({ description: 'What is to be entered: fields of exactly one section. 录入内容' })
export class DossierEntryInput {
  @Field(() => DossierBasicInput, { nullable: true, description: 'Into section 1. 基本情况' })
  basic?: DossierBasicInput | null;

  @Field(() => DossierFinanceInput, {
    nullable: true,
    description: 'Into the L2 part of section 1. 经营情况',
  })
  finance?: DossierFinanceInput | null;

  @Field(() => DossierContactInput, { nullable: true, description: 'Into section 2. 联系方式' })
  contact?: DossierContactInput | null;

  @Field(() => DossierKeyPersonInput, { nullable: true, description: 'Into section 3. 关键人物' })
  keyPerson?: DossierKeyPersonInput | null;
}

/** The entry of an input for an account of the province; BAD_USER_INPUT where it is not of exactly one section. */
export function sectionEntryOf(input: DossierEntryInput, provinceId: number): SectionEntry {
  const { keyPersonId = null, ...person } = input.keyPerson ?? {};
  const { annualOutput, ...finance } = input.finance ?? {};
  const output = annualOutput === null || annualOutput === undefined ? annualOutput : formatFen(annualOutput);
  const parts: [EntrySection, object | null | undefined, object][] = [
    ['BASIC', input.basic, { ...input.basic }],
    ['BASIC_FINANCE', input.finance, { ...finance, annualOutput: output }],
    ['CONTACT', input.contact, { ...input.contact }],
    ['KEY_PERSONS', input.keyPerson, person],
  ];
  const [given, ...more] = parts.filter(([, part]) => part);
  if (!given || more.length > 0) throw nothingGiven();
  const id = keyPersonId ? expectId('KeyPerson', keyPersonId, 'keyPersonId') : null;
  if (id && id.provinceId !== provinceId) throw notFound('keyPersonId');
  const changes = Object.entries(given[2]).flatMap(
    ([field, value]: [string, string | boolean | null | undefined]): [string, string | null][] =>
      value === undefined ? [] : [[field, value === null ? null : String(value)]],
  );
  return {
    section: given[0],
    keyPersonId: id?.key ?? null,
    changes: Object.fromEntries(changes) satisfies Changes,
  };
}
