import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { DateScalar, DecimalScalar, MonthScalar } from '../../graphql/scalars';
import type { PaymentRow } from './credit';

/** 缴款记录: a payment that came in. */
@ObjectType({ simpleResolvers: true, description: 'A payment that came in. 缴款记录' })
export class Payment implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly row: PaymentRow,
  ) {}

  @Confidential('CREDIT')
  @Field(() => DateScalar, { nullable: true, description: 'The day it came in. 缴款日期' })
  get paidOn(): string {
    return this.row.paidOn;
  }

  @Confidential('CREDIT')
  @Field(() => MonthScalar, { nullable: true, description: 'Whose postage it pays. 费用月份' })
  get month(): string {
    return this.row.month;
  }

  @Confidential('CREDIT')
  @Field(() => DecimalScalar, { nullable: true, description: 'Amount in yuan. 缴款金额(元)' })
  get amount(): number {
    return this.row.amount;
  }
}
