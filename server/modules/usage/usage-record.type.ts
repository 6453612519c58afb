import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { BusinessLine } from '../../graphql/business-line';
import { BigIntScalar, DecimalScalar, MonthScalar } from '../../graphql/scalars';
import type { LineFigures } from './usage-structure';

/** 用邮记录: what an account used of one line in one month. */
@ObjectType({ simpleResolvers: true, description: 'What was used of a line in a month. 用邮记录' })
export class UsageRecord implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly fact: LineFigures & { month: string },
  ) {}

  @Confidential('USAGE')
  @Field(() => MonthScalar, { nullable: true, description: 'The month, Asia/Shanghai. 月份' })
  get month(): string {
    return this.fact.month;
  }

  @Confidential('USAGE')
  @Field(() => BusinessLine, { nullable: true, description: 'Line of business. 业务种类' })
  get line(): BusinessLine {
    return this.fact.line;
  }

  @Confidential('USAGE')
  @Field(() => DecimalScalar, { nullable: true, description: 'Revenue in yuan. 用邮收入(元)' })
  get revenue(): number {
    return this.fact.revenue;
  }

  @Confidential('USAGE')
  @Field(() => BigIntScalar, { nullable: true, description: 'Pieces of mail. 用邮量(件)' })
  get volume(): number {
    return this.fact.volume;
  }
}
