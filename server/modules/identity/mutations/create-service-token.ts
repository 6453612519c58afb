import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { withUserErrors } from '../../../graphql/user-error';
import { serviceToken } from '../identity.view';
import type { ServiceTokenService } from '../service-token.service';
import { ServiceToken } from '../service-token.type';
import { MutationPayload } from '../mutation-payload.type';

@InputType({ description: 'A service token to be made. 新建服务令牌' })
export class CreateServiceTokenInput {
  @Field(() => String, { description: 'What it is for. 名称' })
  name: string;

  @Field(() => ID, { description: 'Organisation it acts for, in one’s own scope. 机构' })
  organisationId: string;

  @Field(() => [String], { description: 'Reading and importing only, and only what one may oneself. 权限' })
  capabilities: string[];

  @Field(() => Date, { description: 'At most a year from now. 到期时间' })
  expiresAt: Date;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The new service token. 新建结果' })
export class CreateServiceTokenPayload extends MutationPayload {
  @Open()
  @Field(() => String, { nullable: true, description: 'The secret, shown this once. 令牌(仅显示一次)' })
  token: string | null;

  @Open()
  @Field(() => ServiceToken, { nullable: true, description: 'What is kept of it. 服务令牌' })
  serviceToken: ServiceToken | null;
}

/** Credentials for other systems (Article 4-6). */
@Resolver()
export class CreateServiceTokenResolver {
  constructor(private readonly tokens: ServiceTokenService) {}

  @Requires('tokens:manage')
  @Mutation(() => CreateServiceTokenPayload, {
    description: 'Makes a service token, never more than its maker; FORBIDDEN otherwise. 新建服务令牌',
  })
  createServiceToken(
    @Arg('input') { organisationId, clientMutationId, ...wanted }: CreateServiceTokenInput,
    @Ctx() { locale, signedIn }: RequestContext,
  ): Promise<CreateServiceTokenPayload> {
    return withUserErrors<CreateServiceTokenPayload>(
      locale,
      async () => {
        const { key } = expectId('Organisation', organisationId, 'organisationId');
        const { secret, row } = await this.tokens.create(signedIn, { ...wanted, organisationId: key });
        return { token: secret, serviceToken: serviceToken(row), clientMutationId };
      },
      { token: null, serviceToken: null, clientMutationId },
    );
  }
}
