import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Internal } from '../../authz/field-class';
import type { RequestContext } from '../../context/request-context';
import { staffByKey, StaffMember } from '../identity/identity.module';
import { Account } from './account.type';
import { managerByAccount } from './accounts.loaders';
import type { KeyAccount } from './key-account';

/** Who looks after an account (Article 11-1). Two statements for any number of accounts. */
@Resolver(() => Account)
export class AccountTeamResolver {
  @Internal('SERVICE')
  @FieldResolver(() => StaffMember, {
    nullable: true,
    description: 'The account manager, where within the viewer’s scope of staff. 客户经理',
  })
  manager(
    @Root() { row, knownManager }: KeyAccount,
    @Ctx() context: RequestContext,
  ): StaffMember | null | Promise<StaffMember | null> {
    return knownManager === undefined ? memberOf(context, row, 'managerId') : knownManager;
  }

  @Internal('SERVICE')
  @FieldResolver(() => StaffMember, {
    nullable: true,
    description: 'Who takes over the day the manager leaves. 客户经理(副)',
  })
  deputy(@Root() { row }: KeyAccount, @Ctx() context: RequestContext): Promise<StaffMember | null> {
    return memberOf(context, row, 'deputyId');
  }
}

async function memberOf(
  context: RequestContext,
  { provinceId, accountId }: KeyAccount['row'],
  role: 'managerId' | 'deputyId',
): Promise<StaffMember | null> {
  const team = await context.loaders.of(managerByAccount).load({ provinceId, accountId });
  const staffId = team[role];
  return staffId === null ? null : context.loaders.of(staffByKey).load({ provinceId, staffId });
}
