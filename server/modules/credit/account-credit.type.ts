import { Field, Int, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { DecimalScalar } from '../../graphql/scalars';
import { CreditLevel } from './credit-level.type';
import type { CreditRow } from './credit';
import { Payment } from './payment.type';

/** How section 7 of an account is read. */
export interface CreditReaders {
  kept(): Promise<CreditRow | null>;
  payments(): Promise<Payment[]>;
}

/** 信用等级: section 7 (Article 17-1-7). Nothing is loaded before the first field that was cleared asks for it. */
@ObjectType({ simpleResolvers: true, description: 'Section 7 of a dossier, Article 17-1-7. 信用等级' })
export class AccountCredit implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly readers: CreditReaders,
  ) {}

  @Confidential('CREDIT')
  @Field(() => CreditLevel, { nullable: true, description: 'Level of credit. 信用级别' })
  get level(): Promise<CreditLevel | null> {
    return this.readers.kept().then((row) => row && CreditLevel[row.level]);
  }

  @Confidential('CREDIT')
  @Field(() => DecimalScalar, { nullable: true, description: 'What may be owed, in yuan. 核定欠费额度(元)' })
  get arrearsLimit(): Promise<number | null> {
    return this.readers.kept().then((row) => row && row.arrearsLimit);
  }

  @Confidential('CREDIT')
  @Field(() => Int, { nullable: true, description: 'Days within which it is paid back. 归还周期(天)' })
  get returnCycleDays(): Promise<number | null> {
    return this.readers.kept().then((row) => row && row.returnCycleDays);
  }

  @Confidential('CREDIT')
  @Field(() => [Payment], {
    nullable: true,
    description: 'Payments, newest first, at most 100. 缴款记录',
  })
  get payments(): Promise<Payment[]> {
    return this.readers.payments();
  }
}
