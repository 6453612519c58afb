import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { SignedIn } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { withUserErrors } from '../../../graphql/user-error';
import type { SessionService } from '../session.service';
import { MutationPayload } from '../mutation-payload.type';

@InputType({ description: 'Nothing but the client’s mark. 退出登录' })
export class SignOutInput {
  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@InputType({ description: 'Nothing but the client’s mark. 退出全部会话' })
export class SignOutEverywhereInput extends SignOutInput {}

@ObjectType({ simpleResolvers: true, description: 'Whether signing out worked. 退出结果' })
export class SignOutPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'Whether signing out everywhere worked. 退出结果' })
export class SignOutEverywherePayload extends MutationPayload {}

/** Signing out; works in every server process within five seconds. */
@Resolver()
export class SignOutResolver {
  constructor(private readonly sessions: SessionService) {}

  @SignedIn()
  @Mutation(() => SignOutPayload, { description: 'Ends the session of the access token. 退出登录' })
  signOut(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignOutInput, { nullable: true }) input?: SignOutInput | null,
  ): Promise<SignOutPayload> {
    return this.end(context, false, input);
  }

  @SignedIn()
  @Mutation(() => SignOutEverywherePayload, {
    description: 'Ends all sessions of the person, on every device. 退出全部会话',
  })
  signOutEverywhere(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignOutEverywhereInput, { nullable: true }) input?: SignOutEverywhereInput | null,
  ): Promise<SignOutEverywherePayload> {
    return this.end(context, true, input);
  }

  private end(
    { locale, signedIn }: RequestContext,
    everywhere: boolean,
    input?: SignOutInput | null,
  ): Promise<MutationPayload> {
    const clientMutationId = input?.clientMutationId;
    return withUserErrors<MutationPayload>(
      locale,
      async () => {
        await this.sessions.signOut(signedIn, everywhere);
        return { clientMutationId };
      },
      { clientMutationId },
    );
  }
}
