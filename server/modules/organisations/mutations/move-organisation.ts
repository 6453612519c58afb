import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { DateScalar } from '../../../graphql/scalars';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import type { OrganisationNode } from '../organisation-node';
import { Organisation } from '../organisation.type';
import type { OrganisationsService } from '../organisations.service';

/** Input of moveOrganisation. */
@InputType({ description: 'A new superior from a day on. 机构划转' })
export class MoveOrganisationInput {
  @Field(() => ID, { description: 'The organisation. 机构' })
  organisationId: string;

  @Field(() => ID, { description: 'The new superior. 新的上级机构' })
  newParentId: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; today by default. 生效日期' })
  effectiveFrom?: string | null;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端请求标识' })
  clientMutationId?: string | null;
}

/** Payload of moveOrganisation. */
@ObjectType({ simpleResolvers: true, description: 'Result of moveOrganisation. 机构划转结果' })
export class MoveOrganisationPayload {
  @Open()
  @Field(() => Organisation, {
    nullable: true,
    description: 'The organisation as it is from that day on. 机构',
  })
  organisation: OrganisationNode | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端请求标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Expected refusals. 校验错误' })
  userErrors: UserError[];
}

/** Moves an organisation with all below it in one transaction (Article 3). */
@Resolver()
export class MoveOrganisation {
  constructor(private readonly organisations: OrganisationsService) {}

  @Requires('organisations:manage')
  @Mutation(() => MoveOrganisationPayload, {
    description: 'Moves an organisation with all below it, and with them their accounts, Article 3. 机构划转',
  })
  moveOrganisation(
    @Arg('input', () => MoveOrganisationInput, { description: 'What to change. 输入' })
    input: MoveOrganisationInput,
    @Ctx() context: RequestContext,
  ): Promise<MoveOrganisationPayload> {
    const { clientMutationId = null } = input;
    return withUserErrors<MoveOrganisationPayload>(
      context.locale,
      async () => ({
        organisation: await this.organisations.move(
          context.signedIn,
          expectId('Organisation', input.organisationId, 'organisationId').key,
          expectId('Organisation', input.newParentId, 'newParentId').key,
          input.effectiveFrom,
        ),
        clientMutationId,
      }),
      { organisation: null, clientMutationId },
    );
  }
}
