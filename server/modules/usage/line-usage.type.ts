import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { BusinessLine } from '../../graphql/business-line';
import { BigIntScalar, DecimalScalar } from '../../graphql/scalars';
import type { LineFigures } from './usage-structure';

/** 主要用邮种类: what an account used of one line. */
@ObjectType({ simpleResolvers: true, description: 'What was used of a line in a year. 用邮种类' })
export class LineUsage implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly sum: LineFigures,
  ) {}

  @Confidential('USAGE')
  @Field(() => BusinessLine, { nullable: true, description: 'Line of business. 业务种类' })
  get line(): BusinessLine {
    return this.sum.line;
  }

  @Confidential('USAGE')
  @Field(() => DecimalScalar, { nullable: true, description: 'Revenue in yuan. 用邮收入(元)' })
  get revenue(): number {
    return this.sum.revenue;
  }

  @Confidential('USAGE')
  @Field(() => BigIntScalar, { nullable: true, description: 'Pieces of mail. 用邮量(件)' })
  get volume(): number {
    return this.sum.volume;
  }
}
