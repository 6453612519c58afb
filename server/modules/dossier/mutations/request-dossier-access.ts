import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import type { Section } from '../../../authz/sections';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { AccessGrant } from '../access-grant.type';
import type { AccessGrantService } from '../access-grants.service';
import { DossierSection } from '../dossier-section.type';

@InputType({ description: 'Which dossier, which sections, what for. 申请查阅档案' })
class RequestDossierAccessInput {
  @Field(() => ID, { description: 'The account. 大客户' })
  accountId: string;

  @Field(() => [DossierSection], { description: 'What to read. 档案内容' })
  sections: Section[];

  @Field(() => String, { description: 'What for, 4 to 500 characters; kept on the register. 查阅目的' })
  purpose: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Hours wished for; at most 8 with key persons, 720 without. 申请时长(小时)',
  })
  hours?: number | null;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the request. 申请结果' })
class RequestDossierAccessPayload {
  @Open()
  @Field(() => AccessGrant, { nullable: true, description: 'The request, undecided. 查阅申请' })
  grant: AccessGrant | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class RequestDossierAccess {
  constructor(private readonly grants: AccessGrantService) {}

  @Requires('dossier:request-access')
  @Mutation(() => RequestDossierAccessPayload, {
    description: 'Ask to read sections of a dossier for a purpose (Article 19). 申请查阅档案',
  })
  requestDossierAccess(
    @Arg('input', () => RequestDossierAccessInput) input: RequestDossierAccessInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<RequestDossierAccessPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<RequestDossierAccessPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('Account', input.accountId, 'accountId');
        const { sections, purpose } = input;
        const request = { provinceId, accountId: key, sections, purpose, hours: input.hours ?? null };
        return { grant: new AccessGrant(await this.grants.request(signedIn, request)), clientMutationId };
      },
      { grant: null, clientMutationId },
    );
  }
}
