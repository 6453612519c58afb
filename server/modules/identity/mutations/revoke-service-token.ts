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

@InputType({ description: 'Which service token to revoke. 撤销服务令牌' })
export class RevokeServiceTokenInput {
  @Field(() => ID, { description: 'Which. 服务令牌' })
  serviceTokenId: string;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The revoked service token. 撤销结果' })
export class RevokeServiceTokenPayload extends MutationPayload {
  @Open()
  @Field(() => ServiceToken, { nullable: true, description: 'As revoked; null where refused. 服务令牌' })
  serviceToken: ServiceToken | null;
}

/** Taking a credential of another system away. */
@Resolver()
export class RevokeServiceTokenResolver {
  constructor(private readonly tokens: ServiceTokenService) {}

  @Requires('tokens:manage')
  @Mutation(() => RevokeServiceTokenPayload, {
    description: 'Revokes a service token of one’s scope; works within five seconds. 撤销服务令牌',
  })
  revokeServiceToken(
    @Arg('input') { serviceTokenId, clientMutationId }: RevokeServiceTokenInput,
    @Ctx() { locale, signedIn }: RequestContext,
  ): Promise<RevokeServiceTokenPayload> {
    return withUserErrors<RevokeServiceTokenPayload>(
      locale,
      async () => {
        const { key } = expectId('ServiceToken', serviceTokenId, 'serviceTokenId');
        const row = await this.tokens.revoke(signedIn, key);
        return { serviceToken: serviceToken(row), clientMutationId };
      },
      { serviceToken: null, clientMutationId },
    );
  }
}
