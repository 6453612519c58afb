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

/** Input of renameOrganisation. */
@InputType({ description: 'A new name from a day on. 机构更名' })
export class RenameOrganisationInput {
  @Field(() => ID, { description: 'The organisation. 机构' })
  organisationId: string;

  @Field(() => String, { description: 'New name. 新名称' })
  name: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; today by default. 生效日期' })
  effectiveFrom?: string | null;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端请求标识' })
  clientMutationId?: string | null;
}

/** Payload of renameOrganisation. */
@ObjectType({ simpleResolvers: true, description: 'Result of renameOrganisation. 机构更名结果' })
export class RenameOrganisationPayload {
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

/** Renames an organisation; its earlier names stay on record (Article 3). */
@Resolver()
export class RenameOrganisation {
  constructor(private readonly organisations: OrganisationsService) {}

  @Requires('organisations:manage')
  @Mutation(() => RenameOrganisationPayload, {
    description: 'Renames an organisation from a business date on, Article 3. 机构更名',
  })
  renameOrganisation(
    @Arg('input', () => RenameOrganisationInput, { description: 'What to change. 输入' })
    input: RenameOrganisationInput,
    @Ctx() context: RequestContext,
  ): Promise<RenameOrganisationPayload> {
    const { clientMutationId = null } = input;
    return withUserErrors<RenameOrganisationPayload>(
      context.locale,
      async () => ({
        organisation: await this.organisations.rename(
          context.signedIn,
          expectId('Organisation', input.organisationId, 'organisationId').key,
          input.name,
          input.effectiveFrom,
        ),
        clientMutationId,
      }),
      { organisation: null, clientMutationId },
    );
  }
}
