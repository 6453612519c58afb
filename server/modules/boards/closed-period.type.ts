import { Field, Int, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { PeriodScalar } from '../../graphql/scalars';

/** 关闭期间: a closing of a period, the first or a restatement. */
@ObjectType({ simpleResolvers: true, description: 'A closing of a period, Article 10-3. 期间关闭' })
export class ClosedPeriod {
  @Open()
  @Field(() => PeriodScalar, { description: 'Year, quarter or month. 期间' })
  period: string;

  @Open()
  @Field(() => Int, { description: '1 at first, more for a restatement. 版本' })
  version: number;

  @Open()
  @Field(() => Date, { description: 'When it was closed. 关闭时间' })
  closedAt: Date;

  @Open()
  @Field(() => String, { nullable: true, description: 'Why it was restated. 重述原因' })
  reason: string | null;
}
