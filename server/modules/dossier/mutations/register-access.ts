import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import type { Section } from '../../../authz/sections';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { ReadingSession } from '../access/reading-session.type';
import type { ReadingSessionService } from '../access/reading-sessions.service';
import { DossierSection } from '../dossier-section.type';

@InputType({ description: 'Which dossiers, which sections, what for, until when. 登记查阅' })
class RegisterAccessInput {
  @Field(() => String, { description: 'What for, 4 to 500 characters; kept on the register. 查阅目的' })
  purpose: string;

  @Field(() => [ID], { description: 'The accounts, at most 100. 大客户' })
  accountIds: string[];

  @Field(() => [DossierSection], { description: 'What to read; by right, not by grant. 档案内容' })
  sections: Section[];

  @Field(() => Date, { description: 'First instant after the reading, at most 12 hours ahead. 截止时间' })
  until: Date;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the registration. 登记结果' })
class RegisterAccessPayload {
  @Open()
  @Field(() => ReadingSession, { nullable: true, description: 'The registration. 查阅登记' })
  readingSession: ReadingSession | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class RegisterAccess {
  constructor(private readonly readings: ReadingSessionService) {}

  @Requires('dossier:read')
  @Mutation(() => RegisterAccessPayload, {
    description: 'Register what one is going to read by right, and what for (Article 19). 登记查阅',
  })
  registerAccess(
    @Arg('input', () => RegisterAccessInput) input: RegisterAccessInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<RegisterAccessPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<RegisterAccessPayload>(
      locale,
      async () => {
        const accounts = input.accountIds.map((id) => {
          const { provinceId, key } = expectId('Account', id, 'accountIds');
          return { provinceId, accountId: key };
        });
        const { purpose, sections, until } = input;
        const row = await this.readings.register(signedIn, { purpose, sections, until, accounts });
        return { readingSession: new ReadingSession(row), clientMutationId };
      },
      { readingSession: null, clientMutationId },
    );
  }
}
