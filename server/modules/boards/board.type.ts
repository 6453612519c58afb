import { Field, Int, ObjectType } from 'type-graphql';
import { Confidential, Open } from '../../authz/field-class';
import { Subject } from '../../authz/subject';
import { BusinessLine } from '../../graphql/business-line';
import { DecimalScalar, PeriodScalar } from '../../graphql/scalars';
import { Organisation, type OrganisationNode } from '../organisations/organisations.module';
import type { FoundBoard } from './found-board';
import { RevenueCalibre } from '../usage/usage.module';

/** 前100名监控: the ranking of an organisation's accounts in one line and period (Article 10). */
@ObjectType({
  simpleResolvers: true,
  description:
    'The ranking of an organisation’s accounts in one line and period, Article 10. Above one’s own organisation it ' +
    'shows one’s own accounts with their rank there. 前100名监控榜',
})
export class Board {
  readonly found: FoundBoard;
  readonly subject: Subject;

  @Open()
  @Field(() => Organisation, { description: 'Whose accounts are ranked. 机构' })
  organisation: OrganisationNode;

  @Open()
  @Field(() => BusinessLine, { description: 'Line of business. 业务种类' })
  line: BusinessLine;

  @Open()
  @Field(() => PeriodScalar, { description: 'Year, quarter or month. 期间' })
  period: string;

  @Open()
  @Field(() => Int, { description: 'How many ranks are shown; all ties at the last one are. 名次数' })
  size: number;

  @Open()
  @Field(() => Int, { description: '0 is the open ranking, more a frozen one. 版本' })
  version: number;

  @Open()
  @Field(() => Boolean, { description: 'Whether it never changes again: its period is closed. 是否已冻结' })
  isFrozen: boolean;

  @Open()
  @Field(() => Date, { description: 'When it was ranked or frozen. 统计时点' })
  asOf: Date;

  @Open()
  @Field(() => RevenueCalibre, { description: 'How revenue was counted. 统计口径' })
  calibre: RevenueCalibre;

  @Confidential('USAGE')
  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Revenue of all accounts of the organisation, ranked or not; null where one’s scope does not cover them all. 总收入',
  })
  totalRevenue: number | null;
}
