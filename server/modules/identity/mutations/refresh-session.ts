import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Public } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { withUserErrors } from '../../../graphql/user-error';
import { NO_SESSION, sessionTokens } from '../identity.view';
import type { SessionService } from '../session.service';
import { SessionPayload } from '../session-payload.type';

@InputType({ description: 'A refresh token to be swapped for a new pair. 刷新会话' })
export class RefreshSessionInput {
  @Field(() => String, { description: 'The newest refresh token of the session. 刷新令牌' })
  refreshToken: string;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The new tokens; null where refused. 刷新结果' })
export class RefreshSessionPayload extends SessionPayload {}

/** Going on without the password. */
@Resolver()
export class RefreshSessionResolver {
  constructor(private readonly sessions: SessionService) {}

  @Public('the refresh token is the credential; the access token may have ended')
  @Mutation(() => RefreshSessionPayload, {
    description:
      'Swaps a refresh token for a new pair; using one twice ends the session (UNAUTHENTICATED). 刷新会话',
  })
  refreshSession(
    @Arg('input') { refreshToken, clientMutationId }: RefreshSessionInput,
    @Ctx() { locale }: RequestContext,
  ): Promise<RefreshSessionPayload> {
    return withUserErrors<RefreshSessionPayload>(
      locale,
      async () => ({ ...sessionTokens(await this.sessions.refresh(refreshToken)), clientMutationId }),
      { ...NO_SESSION, clientMutationId },
    );
  }
}
