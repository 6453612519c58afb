import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { BusinessLine } from '../../../graphql/business-line';
import { expectId } from '../../../graphql/global-id';
import { DateScalar } from '../../../graphql/scalars';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { OrganisationLevel } from '../organisation-level';
import type { OrganisationNode } from '../organisation-node';
import { Organisation } from '../organisation.type';
import type { OrganisationsService } from '../organisations.service';

/** Input of createOrganisation. */
@InputType({ description: 'An organisation to be added. 新增机构' })
export class CreateOrganisationInput {
  @Field(() => String, { description: 'Six digits, not used before. 机构代码' })
  code: string;

  @Field(() => String, { description: 'Name. 机构名称' })
  name: string;

  @Field(() => OrganisationLevel, { description: 'Level; a bureau has that of its superior. 机构级别' })
  level: OrganisationLevel;

  @Field(() => BusinessLine, {
    nullable: true,
    description: 'Makes it a professional bureau of that line. 专业局的业务种类',
  })
  businessLine?: BusinessLine | null;

  @Field(() => ID, { description: 'The superior. 上级机构' })
  parentId: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; today by default. 生效日期' })
  effectiveFrom?: string | null;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端请求标识' })
  clientMutationId?: string | null;
}

/** Payload of createOrganisation. */
@ObjectType({ simpleResolvers: true, description: 'Result of createOrganisation. 新增机构结果' })
export class CreateOrganisationPayload {
  @Open()
  @Field(() => Organisation, { nullable: true, description: 'The new organisation. 机构' })
  organisation: OrganisationNode | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端请求标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Expected refusals. 校验错误' })
  userErrors: UserError[];
}

/** Adds an organisation inside one's scope (Article 3). */
@Resolver()
export class CreateOrganisation {
  constructor(private readonly organisations: OrganisationsService) {}

  @Requires('organisations:manage')
  @Mutation(() => CreateOrganisationPayload, { description: 'Adds an organisation, Article 3. 新增机构' })
  createOrganisation(
    @Arg('input', () => CreateOrganisationInput, { description: 'What to add. 输入' })
    { clientMutationId = null, effectiveFrom, parentId, ...draft }: CreateOrganisationInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateOrganisationPayload> {
    return withUserErrors<CreateOrganisationPayload>(
      context.locale,
      async () => ({
        organisation: await this.organisations.create(
          context.signedIn,
          { ...draft, parentId: expectId('Organisation', parentId, 'parentId').key },
          effectiveFrom,
        ),
        clientMutationId,
      }),
      { organisation: null, clientMutationId },
    );
  }
}
