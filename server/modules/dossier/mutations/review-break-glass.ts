import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import type { BreakGlassService } from '../access/break-glass.service';
import { BreakGlassVerdict } from '../access-grant';
import { AccessGrant } from '../access-grant.type';

@InputType({ description: 'What the review found. 复核紧急查阅' })
class ReviewBreakGlassInput {
  @Field(() => ID, { description: 'The access. 查阅许可' })
  grantId: string;

  @Field(() => BreakGlassVerdict, { description: 'Whether it was justified. 复核结论' })
  verdict: BreakGlassVerdict;

  @Field(() => String, { description: 'Why, 4 to 500 characters. 复核意见' })
  note: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the review. 复核结果' })
class ReviewBreakGlassPayload {
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
export class ReviewBreakGlass {
  constructor(private readonly breakGlasses: BreakGlassService) {}

  @Requires('dossier:decide-access')
  @Mutation(() => ReviewBreakGlassPayload, {
    description: 'Review a reading in an emergency, as who would have decided it (Article 19). 复核紧急查阅',
  })
  reviewBreakGlass(
    @Arg('input', () => ReviewBreakGlassInput) input: ReviewBreakGlassInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<ReviewBreakGlassPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<ReviewBreakGlassPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('AccessGrant', input.grantId, 'grantId');
        const { verdict, note } = input;
        const row = await this.breakGlasses.review(signedIn, { provinceId, grantId: key, verdict, note });
        return { grant: new AccessGrant(row), clientMutationId };
      },
      { grant: null, clientMutationId },
    );
  }
}
