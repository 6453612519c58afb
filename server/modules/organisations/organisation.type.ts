import { Field, ID, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { BusinessLine } from '../../graphql/business-line';
import { DateScalar } from '../../graphql/scalars';
import { Node } from '../../graphql/node';
import { OrganisationLevel } from './organisation-level';
import type { OrganisationNode } from './organisation-node';

/** 机构: a tenant. All open: every member of staff may see the tree (Article 3). */
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'A tenant: a post office of some level, Article 3. 机构',
})
export class Organisation implements OrganisationNode {
  readonly organisationId: number;
  readonly validTo: string | null;

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  readonly id: string;

  @Open()
  @Field(() => String, { description: 'Six digits, GB/T 2260 where it has one. 机构代码' })
  readonly code: string;

  @Open()
  @Field(() => String, { description: 'Name on the day asked for. 机构名称' })
  readonly name: string;

  @Open()
  @Field(() => OrganisationLevel, { description: 'Level. 机构级别' })
  readonly level: OrganisationLevel;

  @Open()
  @Field(() => BusinessLine, {
    nullable: true,
    description:
      'The only line a professional bureau sees; null sees every line (Article 7). 专业局的业务种类',
  })
  readonly businessLine: BusinessLine | null;

  @Open()
  @Field(() => DateScalar, { description: 'First day of this name and place. 生效日期' })
  readonly validFrom: string;

  @Open()
  @Field(() => Organisation, { nullable: true, description: 'The superior; null for the nation. 上级机构' })
  parent: OrganisationNode | null;

  @Open()
  @Field(() => Organisation, {
    nullable: true,
    description: 'The province it belongs to; null for the nation. 所属省局',
  })
  province: OrganisationNode | null;

  @Open()
  @Field(() => [Organisation], { description: 'Direct subordinates, by code. 下级机构' })
  children: OrganisationNode[];
}
