import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Internal, Open } from '../../authz/field-class';
import type { Subject } from '../../authz/subject';
import { Node } from '../../graphql/node';
import { Organisation, type OrganisationNode } from '../organisations/organisations.module';
import { AccountCategory, AccountStatus, Grade } from './account-enums';
import type { IndustryNode } from './industries';
import { Industry } from './industry.type';
import type { AccountRow, KeyAccount } from './key-account';

/** 大客户: a customer of the post, served by one organisation (Article 13). Other modules add fields to it. */
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'A key account, served by one organisation. 大客户',
})
export class Account implements KeyAccount {
  readonly row: AccountRow;
  readonly subject: Subject;

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  readonly id: string;

  @Open()
  @Field(() => String, { description: 'Number in the province’s own books. 客户编号' })
  readonly accountNo: string;

  @Open()
  @Field(() => String, { nullable: true, description: 'Code issued under YZ/T 0030. 大客户代码' })
  readonly code: string | null;

  @Open()
  @Field(() => String, { description: 'Name. 客户名称' })
  readonly name: string;

  @Open()
  @Field(() => Organisation, { description: 'The organisation that serves it. 服务机构' })
  readonly organisation: OrganisationNode;

  @Open()
  @Field(() => Grade, { nullable: true, description: 'Grade; null until it is derived. 客户级别' })
  readonly grade: Grade | null;

  @Open()
  @Field(() => AccountStatus, { description: 'Where it is in its registered life. 登记状态' })
  readonly status: AccountStatus;

  @Open()
  @Field(() => Int, { description: 'Counts changes; pass it as `expectedVersion`. 版本号' })
  readonly version: number;

  @Internal('BASIC')
  @Field(() => String, { nullable: true, description: 'Unified social credit code. 统一社会信用代码' })
  readonly uscc: string | null;

  @Internal('BASIC')
  @Field(() => Industry, { nullable: true, description: 'Industry, Article 9-2. 行业' })
  readonly industry: IndustryNode | null;

  @Internal('BASIC')
  @Field(() => AccountCategory, {
    nullable: true,
    description: 'Comprehensive or professional; null until it is derived. 使用类型',
  })
  readonly category: AccountCategory | null;
}
