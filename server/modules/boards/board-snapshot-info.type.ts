import { Field, Int, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { RevenueCalibre } from '../usage/usage.module';

/** One version of a board. */
@ObjectType({ simpleResolvers: true, description: 'One version of a board, Article 10-3. 榜单版本' })
export class BoardSnapshotInfo {
  @Open()
  @Field(() => Int, {
    description: '0 is the open ranking; 1 froze when the period closed; more are restatements. 版本',
  })
  version: number;

  @Open()
  @Field(() => Date, { description: 'When it was ranked or frozen. 统计时点' })
  asOf: Date;

  @Open()
  @Field(() => Boolean, { description: 'Whether it never changes again. 是否已冻结' })
  isFrozen: boolean;

  @Open()
  @Field(() => String, { nullable: true, description: 'Why it was restated. 重述原因' })
  reason: string | null;

  @Open()
  @Field(() => RevenueCalibre, { description: 'How revenue was counted. 统计口径' })
  calibre: RevenueCalibre;
}
