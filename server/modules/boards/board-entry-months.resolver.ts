import { Arg, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import { DomainError } from '../../graphql/errors';
import type { RankedEntry } from './board-entry';
import { BoardEntry } from './board-entry.type';
import { MonthlyUsage } from '../usage/usage.module';

const MOST_MONTHS = 36;

/** `BoardEntry.months`: one statement for all rows of the page. */
@Resolver(() => BoardEntry)
export class BoardEntryMonthsResolver {
  @Confidential('USAGE')
  @FieldResolver(() => [MonthlyUsage], {
    nullable: true,
    description:
      'The last months of the line up to the end of the period, or up to this month while it lasts; months without ' +
      'any included. 近月用邮',
  })
  months(
    @Root() entry: RankedEntry,
    @Arg('last', () => Int, { defaultValue: 12, description: '1 to 36. 月数' }) last: number,
  ): MonthlyUsage[] | Promise<MonthlyUsage[]> {
    if (last < 1 || last > MOST_MONTHS)
      throw new DomainError('BAD_USER_INPUT', `last must be between 1 and ${MOST_MONTHS}, got ${last}`, {
        field: 'last',
      });
    return entry.months(last);
  }
}
