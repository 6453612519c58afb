import { Field, Int, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import type { OrganisationNode } from './organisation-node';
import { Organisation } from './organisation.type';

/** One line of a tree written out depth first. */
@ObjectType({
  simpleResolvers: true,
  description: 'One organisation of a tree that is written out depth first. 机构树节点',
})
export class OrganisationTreeNode {
  @Open()
  @Field(() => Organisation, { description: 'The organisation on that day. 机构' })
  organisation: OrganisationNode;

  @Open()
  @Field(() => Int, { description: 'Levels below the root of the answer, which has 0. 层级深度' })
  depth: number;
}
