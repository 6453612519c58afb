import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import type { KeyPersonErasure } from '../key-person-erasure.service';

@InputType({ description: 'Whom to erase, and why. 删除关键人物' })
class EraseKeyPersonInput {
  @Field(() => ID, { description: 'The person. 关键人物' })
  keyPersonId: string;

  @Field(() => Int, { description: 'The version that is erased. 预期版本号' })
  expectedVersion: number;

  @Field(() => String, { description: 'Why, 4 to 500 characters; it is kept, so it names nobody. 删除原因' })
  reason: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the erasure. 删除结果' })
class EraseKeyPersonPayload {
  // Open: told to the custodian who erased, in answer to it.
  @Open()
  @Field(() => ID, { nullable: true, description: 'Who is no more. 关键人物' })
  keyPersonId: string | null;

  @Open()
  @Field(() => Date, { nullable: true, description: 'When. 删除时间' })
  erasedAt: Date | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class EraseKeyPerson {
  constructor(private readonly erasure: KeyPersonErasure) {}

  @Requires('dossier:edit')
  @Mutation(() => EraseKeyPersonPayload, {
    description:
      'Erase a key person with all that was kept of them, as custodian of the serving organisation. 删除关键人物',
  })
  eraseKeyPerson(
    @Arg('input', () => EraseKeyPersonInput) input: EraseKeyPersonInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<EraseKeyPersonPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<EraseKeyPersonPayload>(
      locale,
      async () => {
        const { keyPersonId, expectedVersion, reason } = input;
        const { provinceId, key } = expectId('KeyPerson', keyPersonId, 'keyPersonId');
        const erasedAt = await this.erasure.erase(signedIn, {
          provinceId,
          keyPersonId: key,
          expectedVersion,
          reason,
        });
        return { keyPersonId, erasedAt, clientMutationId };
      },
      { keyPersonId: null, erasedAt: null, clientMutationId },
    );
  }
}
