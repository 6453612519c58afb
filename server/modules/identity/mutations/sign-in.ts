import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Public } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { withUserErrors } from '../../../graphql/user-error';
import { NO_SESSION, sessionTokens } from '../identity.view';
import type { SessionService } from '../session.service';
import { SessionPayload } from '../session-payload.type';

@InputType({ description: 'A login name and its password. 登录' })
export class SignInInput {
  @Field(() => String, { description: 'Login name. 用户名' })
  username: string;

  @Field(() => String, { description: 'Password. 密码' })
  password: string;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The tokens of a session; null where refused. 登录结果' })
export class SignInPayload extends SessionPayload {}

/** Signing in by password. */
@Resolver()
export class SignInResolver {
  constructor(private readonly sessions: SessionService) {}

  @Public('nobody is signed in before')
  @Mutation(() => SignInPayload, {
    description: 'Signs in: INVALID_CREDENTIALS, or RATE_LIMITED after several failures. 登录',
  })
  async signIn(
    @Arg('input') { username, password, clientMutationId }: SignInInput,
    @Ctx() { locale, clientAddress, requestId, log }: RequestContext,
  ): Promise<SignInPayload> {
    const payload = await withUserErrors<SignInPayload>(
      locale,
      async () => ({
        ...sessionTokens(await this.sessions.signIn(username, password, clientAddress)),
        clientMutationId,
      }),
      { ...NO_SESSION, clientMutationId },
    );
    // Not the name: people type passwords there.
    const [refusal] = payload.userErrors;
    if (refusal) log.warn({ requestId, clientAddress, code: refusal.code }, 'sign-in refused');
    return payload;
  }
}
