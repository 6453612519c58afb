import { Field, ID, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { MonthScalar } from '../../graphql/scalars';

/** 统计口径: the versioned definition a revenue figure was counted by (Article 10-3). */
@ObjectType({ simpleResolvers: true, description: 'The definition a revenue was counted by. 统计口径' })
export class RevenueCalibre {
  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  id: string;

  @Open()
  @Field(() => String, { description: 'Name. 名称' })
  name: string;

  @Open()
  @Field(() => String, { description: 'What is counted, and when. 定义' })
  definition: string;

  @Open()
  @Field(() => MonthScalar, { description: 'First month counted by it. 生效月份' })
  validFrom: string;
}
