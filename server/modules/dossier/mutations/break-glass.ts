import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import type { Section } from '../../../authz/sections';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import type { BreakGlassService } from '../access/break-glass.service';
import { AccessGrant } from '../access-grant.type';
import { DossierSection } from '../dossier-section.type';

@InputType({ description: 'Which dossier, which sections, what the emergency is. 紧急查阅' })
class BreakGlassInput {
  @Field(() => ID, { description: 'The account. 大客户' })
  accountId: string;

  @Field(() => [DossierSection], { description: 'What to read. 档案内容' })
  sections: Section[];

  @Field(() => String, { description: 'What for, 10 to 500 characters; kept on the register. 查阅目的' })
  purpose: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of it. 紧急查阅结果' })
class BreakGlassPayload {
  @Open()
  @Field(() => AccessGrant, { nullable: true, description: 'The access. 查阅许可' })
  grant: AccessGrant | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class BreakGlass {
  constructor(private readonly breakGlasses: BreakGlassService) {}

  @Requires('dossier:break-glass')
  @Mutation(() => BreakGlassPayload, {
    description:
      'Read in an emergency for one hour; custodian and auditor are alerted (Article 19). 紧急查阅',
  })
  breakGlass(
    @Arg('input', () => BreakGlassInput) input: BreakGlassInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<BreakGlassPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<BreakGlassPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('Account', input.accountId, 'accountId');
        const { sections, purpose } = input;
        const row = await this.breakGlasses.use(signedIn, { provinceId, accountId: key, sections, purpose });
        return { grant: new AccessGrant(row), clientMutationId };
      },
      { grant: null, clientMutationId },
    );
  }
}
