import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { SignedIn } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { ReadingSession } from '../access/reading-session.type';
import type { ReadingSessionService } from '../access/reading-sessions.service';

@InputType({ description: 'Which reading is over. 结束查阅' })
class EndAccessInput {
  @Field(() => ID, { description: 'One’s own registration. 查阅登记' })
  readingSessionId: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of it. 结束结果' })
class EndAccessPayload {
  @Open()
  @Field(() => ReadingSession, { nullable: true, description: 'The ended registration. 查阅登记' })
  readingSession: ReadingSession | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class EndAccess {
  constructor(private readonly readings: ReadingSessionService) {}

  // Not a capability: whoever registered may always end it.
  @SignedIn()
  @Mutation(() => EndAccessPayload, {
    description: 'End one’s own reading before its time (Article 19). 结束查阅',
  })
  endAccess(
    @Arg('input', () => EndAccessInput) input: EndAccessInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<EndAccessPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<EndAccessPayload>(
      locale,
      async () => {
        const { key } = expectId('ReadingSession', input.readingSessionId, 'readingSessionId');
        const row = await this.readings.end(signedIn, key);
        return { readingSession: new ReadingSession(row), clientMutationId };
      },
      { readingSession: null, clientMutationId },
    );
  }
}
