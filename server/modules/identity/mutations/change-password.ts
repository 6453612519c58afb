import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { SignedIn } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { withUserErrors } from '../../../graphql/user-error';
import type { SessionService } from '../session.service';
import { MutationPayload } from '../mutation-payload.type';

@InputType({ description: 'The present password and the one to come. 修改密码' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The present password. 当前密码' })
  currentPassword: string;

  @Field(() => String, { description: '10 to 128 characters, without the user name. 新密码' })
  newPassword: string;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Whether the password was changed. 修改结果' })
export class ChangePasswordPayload extends MutationPayload {}

/** One's own password. */
@Resolver()
export class ChangePasswordResolver {
  constructor(private readonly sessions: SessionService) {}

  @SignedIn()
  @Mutation(() => ChangePasswordPayload, {
    description: 'Changes one’s own password and ends one’s other sessions. 修改密码',
  })
  changePassword(
    @Arg('input') { currentPassword, newPassword, clientMutationId }: ChangePasswordInput,
    @Ctx() { locale, signedIn, clientAddress }: RequestContext,
  ): Promise<ChangePasswordPayload> {
    return withUserErrors<ChangePasswordPayload>(
      locale,
      async () => {
        await this.sessions.changePassword(signedIn, currentPassword, newPassword, clientAddress);
        return { clientMutationId };
      },
      { clientMutationId },
    );
  }
}
