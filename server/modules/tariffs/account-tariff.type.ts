import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { BusinessLine } from '../../graphql/business-line';
import { DateScalar, DecimalScalar } from '../../graphql/scalars';
import { DiscountMethod } from './discount-method.type';
import type { TariffRow } from './tariff';

/** 资费优惠标准: section 8, one discount of a line (Article 17-1-8). */
@ObjectType({
  simpleResolvers: true,
  description: 'Section 8 of a dossier: a discount, Article 17-1-8. 资费优惠',
})
export class AccountTariff implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly row: TariffRow,
  ) {}

  @Confidential('TARIFF')
  @Field(() => BusinessLine, { nullable: true, description: 'Line of business. 业务种类' })
  get line(): BusinessLine {
    return this.row.line;
  }

  @Confidential('TARIFF')
  @Field(() => DiscountMethod, { nullable: true, description: 'How it is given. 优惠方式' })
  get method(): DiscountMethod {
    return DiscountMethod[this.row.method];
  }

  @Confidential('TARIFF')
  @Field(() => DecimalScalar, { nullable: true, description: 'Percent off. 优惠比率(%)' })
  get rate(): number {
    return this.row.rate;
  }

  @Confidential('TARIFF')
  @Field(() => DecimalScalar, { nullable: true, description: 'Agency fee in percent. 代办费比率(%)' })
  get agencyFeeRate(): number {
    return this.row.agencyFeeRate;
  }

  @Confidential('TARIFF')
  @Field(() => DateScalar, { nullable: true, description: 'First day. 起始日期' })
  get validFrom(): string {
    return this.row.validFrom;
  }

  @Confidential('TARIFF')
  @Field(() => DateScalar, { nullable: true, description: 'First day after it. 终止日期' })
  get validTo(): string {
    return this.row.validTo;
  }
}
