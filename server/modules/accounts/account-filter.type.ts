import { Field, ID, InputType } from 'type-graphql';
import { AccountCategory, Grade } from './account-enums';
import type { AccountFilter } from './account-filter';

/** Which accounts to list; parts that are given all have to hold. */
@InputType('AccountFilter', { description: 'Which accounts to list; all parts have to hold. 客户筛选条件' })
export class AccountFilterInput implements AccountFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Any part of the name, or the beginning of its pinyin initials, account number or code. ' +
      '名称片段、拼音首字母、客户编号或大客户代码',
  })
  search?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Served by this organisation or one below it. 服务机构(含下级)',
  })
  organisationId?: string | null;

  @Field(() => String, { nullable: true, description: 'The same by its code. 服务机构代码(含下级)' })
  organisationCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Section or division of GB/T 4754-2017; only for those who may read the industry. 行业代码',
  })
  industryCode?: string | null;

  @Field(() => AccountCategory, {
    nullable: true,
    description: 'Only for those who may read the category. 使用类型',
  })
  category?: AccountCategory | null;

  @Field(() => Grade, { nullable: true, description: 'Grade. 客户级别' })
  grade?: Grade | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Looked after by this member of staff; only for those who may read the manager. 客户经理',
  })
  managerId?: string | null;
}
