import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { RequestContext } from '../../context/request-context';
import { BusinessLine } from '../../graphql/business-line';
import { MonthScalar } from '../../graphql/scalars';
import { Account } from '../accounts/accounts.module';
import { MonthlyUsage } from './monthly-usage.type';
import { monthsByAccountAndLine } from './usage.loaders';
import type { UsageService } from './usage.service';

/** What usage adds to an account. */
@Resolver(() => Account)
export class UsageResolver {
  constructor(private readonly usages: UsageService) {}

  @Confidential('USAGE')
  @FieldResolver(() => [MonthlyUsage], {
    nullable: true,
    description: 'Usage by month, ascending, months without any included; at most 60. 用邮情况',
  })
  async usage(
    @Root() { row }: Account,
    @Arg('line', () => BusinessLine, { nullable: true, description: 'One line; all by default. 业务种类' })
    line: BusinessLine | null,
    @Arg('from', () => MonthScalar, { nullable: true, description: 'First month; 12 by default. 起始月份' })
    from: string | null,
    @Arg('to', () => MonthScalar, {
      nullable: true,
      description: 'Last month; the last complete one by default. 截止月份',
    })
    to: string | null,
    @Ctx() context: RequestContext,
  ): Promise<MonthlyUsage[]> {
    const { provinceId, accountId } = row;
    const key = { provinceId, accountId, line: line ?? null, ...this.usages.range(from, to) };
    return context.loaders.of(monthsByAccountAndLine).load(key);
  }
}
