import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Confidential, Open } from '../../authz/field-class';
import type { Subject } from '../../authz/subject';
import { connectionTypes } from '../../graphql/connection';
import { BigIntScalar, DecimalScalar } from '../../graphql/scalars';
import { Account, type KeyAccount } from '../accounts/accounts.module';

/** 榜单名次: one rank of a board. Equal revenue shares a rank; the figures are those the rank was given by. */
@ObjectType({ simpleResolvers: true, description: 'One rank of a board. 榜单名次' })
export class BoardEntry {
  readonly subject: Subject;

  @Open()
  @Field(() => Int, { description: 'Rank by revenue; equal revenue shares it. 名次' })
  rank: number;

  @Open()
  @Field(() => Int, {
    nullable: true,
    description: 'Rank on the board of the period before; null where it was not on it. 上期名次',
  })
  previousRank: number | null;

  @Open()
  @Field(() => Account, { description: 'The account. 大客户' })
  account: KeyAccount;

  @Confidential('USAGE')
  @Field(() => DecimalScalar, { nullable: true, description: 'Revenue in the line and period. 用邮收入' })
  revenue: number;

  @Confidential('USAGE')
  @Field(() => BigIntScalar, { nullable: true, description: 'Pieces in the line and period. 用邮量' })
  volume: number;

  @Confidential('USAGE')
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Revenue one year earlier; null where there is no figure. 去年同期收入',
  })
  revenueYearEarlier: number | null;

  @Confidential('USAGE')
  @Field(() => Float, {
    nullable: true,
    description: 'Growth on one year earlier, 0.1 is a tenth; null where that was nothing. 同比增长',
  })
  yearOnYear: number | null;

  @Confidential('USAGE')
  @Field(() => Float, {
    nullable: true,
    description:
      'Part of the board’s total revenue, 0.1 is a tenth; null where that is not to be seen. 收入占比',
  })
  share: number | null;
}

/** A page of a board. */
export const { Connection: BoardEntryConnection } = connectionTypes('BoardEntry', () => BoardEntry);
