import { Field, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import type { IndustryNode } from './industries';

/** 行业: a section or division of one version of the national classification (Article 9-2). */
@ObjectType({
  simpleResolvers: true,
  description: 'Industry of the national classification GB/T 4754, Article 9-2. 行业',
})
export class Industry implements IndustryNode {
  @Open()
  @Field(() => String, { description: 'Version of the classification. 分类标准' })
  scheme: string;

  @Open()
  @Field(() => String, { description: 'Section letter, or it and two digits of the division. 行业代码' })
  code: string;

  @Open()
  @Field(() => String, { description: 'Name. 行业名称' })
  name: string;

  @Open()
  @Field(() => Industry, { nullable: true, description: 'The section of a division. 所属门类' })
  section: IndustryNode | null;
}
