import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { PeriodScalar } from '../../../graphql/scalars';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { ClosedPeriod } from '../closed-period.type';
import type { PeriodClosingService } from '../period-closing.service';

@InputType({ description: 'A period to be closed. 关闭期间' })
export class ClosePeriodInput {
  @Field(() => PeriodScalar, { description: 'A period that is over in Asia/Shanghai. 期间' })
  period: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why a closed period is restated; needed then, 4 to 500 characters. 重述原因',
  })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The closing. 关闭结果' })
export class ClosePeriodPayload {
  @Open()
  @Field(() => ClosedPeriod, { nullable: true, description: 'The closing; null where refused. 关闭结果' })
  closedPeriod: ClosedPeriod | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'The input’s clientMutationId. 客户端变更标识' })
  clientMutationId?: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Expected refusals; empty where it worked. 业务错误' })
  userErrors: UserError[];
}

/** Freezing the boards of a period (Article 10-3). */
@Resolver()
export class ClosePeriodResolver {
  constructor(private readonly closing: PeriodClosingService) {}

  @Requires('boards:close')
  @Mutation(() => ClosePeriodPayload, {
    description:
      'Closes a period for the whole nation: its boards are frozen. Again with a reason: a restatement beside the ' +
      'versions before it. By the nation’s director only. 关闭期间',
  })
  closePeriod(
    @Arg('input') { period, reason, clientMutationId }: ClosePeriodInput,
    @Ctx() { locale, signedIn }: RequestContext,
  ): Promise<ClosePeriodPayload> {
    this.closing.demandNation(signedIn); // outside the payload: a matter of access
    return withUserErrors<ClosePeriodPayload>(
      locale,
      async () => ({
        closedPeriod: await this.closing.close(signedIn, period, reason ?? null),
        clientMutationId,
      }),
      { closedPeriod: null, clientMutationId },
    );
  }
}
