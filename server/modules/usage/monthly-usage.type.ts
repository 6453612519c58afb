import { Field, ObjectType } from 'type-graphql';
import { Confidential, Open } from '../../authz/field-class';
import { BigIntScalar, DecimalScalar, MonthScalar } from '../../graphql/scalars';

/**
 * 月度用邮: pieces and revenue of one account in one month; 0 where nothing was used. It carries no subject: whoever was
 * given the list was cleared for it (walledTypes in authz/field-gate.ts).
 */
@ObjectType({ simpleResolvers: true, description: 'Usage and revenue of a month. 月度用邮' })
export class MonthlyUsage {
  @Open()
  @Field(() => MonthScalar, { description: 'The month, Asia/Shanghai. 月份' })
  readonly month: string;

  @Confidential('USAGE')
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Revenue in yuan; negative where refunds exceed. 用邮收入(元)',
  })
  readonly revenue: number;

  @Confidential('USAGE')
  @Field(() => BigIntScalar, { nullable: true, description: 'Pieces of mail. 用邮量(件)' })
  readonly volume: number;
}
