import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { SignedIn } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { AccessGrant } from '../access-grant.type';
import type { AccessGrantService } from '../access-grants.service';

@InputType({ description: 'Which grant ends, and why. 撤销查阅许可' })
class RevokeDossierAccessInput {
  @Field(() => ID, { description: 'The grant or request. 查阅许可' })
  grantId: string;

  @Field(() => String, { description: 'Why, 1 to 500 characters. 理由' })
  reason: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the revocation. 撤销结果' })
class RevokeDossierAccessPayload {
  @Open()
  @Field(() => AccessGrant, { nullable: true, description: 'The ended grant. 查阅许可' })
  grant: AccessGrant | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class RevokeDossierAccess {
  constructor(private readonly grants: AccessGrantService) {}

  // Not a capability: its holder may always end a grant; the service knows who is the holder and who the custodian.
  @SignedIn()
  @Mutation(() => RevokeDossierAccessPayload, {
    description: 'End a grant at once, as its holder or the serving custodian (Article 19). 撤销查阅许可',
  })
  revokeDossierAccess(
    @Arg('input', () => RevokeDossierAccessInput) input: RevokeDossierAccessInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<RevokeDossierAccessPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<RevokeDossierAccessPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('AccessGrant', input.grantId, 'grantId');
        const row = await this.grants.revoke(signedIn, { provinceId, grantId: key, reason: input.reason });
        return { grant: new AccessGrant(row), clientMutationId };
      },
      { grant: null, clientMutationId },
    );
  }
}
