import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { BigIntScalar, DecimalScalar } from '../../graphql/scalars';
import { LineUsage } from './line-usage.type';
import { UsageRecord } from './usage-record.type';
import { sumByLine, type LineFigures } from './usage-structure';

/** 用邮情况: section 5 over the last twelve complete months (Article 17-1-5); a bureau's is of its line. */
@ObjectType({
  simpleResolvers: true,
  description: 'Section 5 of a dossier over the last twelve complete months, Article 17-1-5. 用邮情况',
})
export class AccountUsage implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly facts: () => Promise<(LineFigures & { month: string })[]>,
  ) {}

  @Confidential('USAGE')
  @Field(() => [LineUsage], { nullable: true, description: 'Lines used, by revenue. 主要用邮种类' })
  get lines(): Promise<LineUsage[]> {
    return this.facts().then((facts) => sumByLine(facts).map((sum) => new LineUsage(this.subject, sum)));
  }

  @Confidential('USAGE')
  @Field(() => DecimalScalar, { nullable: true, description: 'Revenue in yuan. 用邮收入(元)' })
  get revenue(): Promise<number> {
    return this.facts().then((facts) => facts.reduce((sum, { revenue }) => sum + revenue, 0));
  }

  @Confidential('USAGE')
  @Field(() => BigIntScalar, { nullable: true, description: 'Pieces of mail. 用邮量(件)' })
  get volume(): Promise<number> {
    return this.facts().then((facts) => facts.reduce((sum, { volume }) => sum + volume, 0));
  }

  @Confidential('USAGE')
  @Field(() => [UsageRecord], { nullable: true, description: 'By month and line, latest first. 用邮记录' })
  get records(): Promise<UsageRecord[]> {
    return this.facts().then((facts) => facts.map((fact) => new UsageRecord(this.subject, fact)));
  }
}
