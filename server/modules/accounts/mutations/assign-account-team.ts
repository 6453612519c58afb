import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { decodeId, expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import type { AccountTeamService } from '../account-team.service';
import type { AccountViews } from '../account-views.service';
import { Account } from '../account.type';
import { staffUnfit } from '../accounts.errors';
import type { KeyAccount } from '../key-account';

/** Input of assignAccountTeam. */
@InputType({ description: 'Who looks after an account. 指定客户经理' })
export class AssignAccountTeamInput {
  @Field(() => ID, { description: 'The account. 客户' })
  accountId: string;

  @Field(() => ID, { nullable: true, description: 'The manager; null for nobody. 客户经理' })
  managerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The deputy; null for nobody. 客户经理(副)' })
  deputyId?: string | null;

  @Field(() => Int, { description: 'Version of the account as it was read. 版本号' })
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端请求标识' })
  clientMutationId?: string | null;
}

/** Payload of assignAccountTeam. */
@ObjectType({ simpleResolvers: true, description: 'Result of assignAccountTeam. 指定客户经理结果' })
export class AssignAccountTeamPayload {
  @Open()
  @Field(() => Account, { nullable: true, description: 'The account. 客户' })
  account: KeyAccount | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端请求标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Expected refusals. 校验错误' })
  userErrors: UserError[];
}

/** Names the manager and deputy of an account (Article 11-1). */
@Resolver()
export class AssignAccountTeam {
  constructor(
    private readonly teams: AccountTeamService,
    private readonly views: AccountViews,
  ) {}

  @Requires('accounts:assign')
  @Mutation(() => AssignAccountTeamPayload, {
    description: 'Names the manager and deputy of an account, Article 11-1. 指定客户经理',
  })
  assignAccountTeam(
    @Arg('input', () => AssignAccountTeamInput, { description: 'Who and whose. 输入' })
    input: AssignAccountTeamInput,
    @Ctx() context: RequestContext,
  ): Promise<AssignAccountTeamPayload> {
    const { clientMutationId = null, expectedVersion } = input;
    return withUserErrors<AssignAccountTeamPayload>(
      context.locale,
      async () => {
        const { provinceId, key: accountId } = expectId('Account', input.accountId, 'accountId');
        const row = await this.teams.assign(
          context.signedIn,
          { provinceId, accountId },
          {
            managerId: staffIdOf(input.managerId, provinceId, 'managerId'),
            deputyId: staffIdOf(input.deputyId, provinceId, 'deputyId'),
            expectedVersion,
          },
        );
        return { account: (await this.views.of(context)).accountOf(row), clientMutationId };
      },
      { account: null, clientMutationId },
    );
  }
}

/** The id inside the account's province; staff of another province are as unfit as unknown ones. */
function staffIdOf(id: string | null | undefined, provinceId: number, field: string): number | null {
  if ((id ?? null) === null) return null;
  const decoded = decodeId(id ?? '');
  if (decoded?.type !== 'StaffMember' || decoded.provinceId !== provinceId) throw staffUnfit(field);
  return decoded.key;
}
