import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { AccessGrant } from '../access-grant.type';
import type { AccessGrantService } from '../access-grants.service';

enum AccessDecision {
  GRANT = 'GRANT',
  REFUSE = 'REFUSE',
}

registerEnumType(AccessDecision, {
  name: 'AccessDecision',
  description: 'What the custodian decides. 审批意见',
  valuesConfig: {
    GRANT: { description: 'Grant it, from now on. 同意' },
    REFUSE: { description: 'Refuse it. 拒绝' },
  },
});

@InputType({ description: 'A custodian’s decision. 审批查阅申请' })
class DecideDossierAccessInput {
  @Field(() => ID, { description: 'The request. 查阅申请' })
  grantId: string;

  @Field(() => AccessDecision, { description: 'Grant or refuse. 审批意见' })
  decision: AccessDecision;

  @Field(() => String, { nullable: true, description: 'Why; told to the requester. 理由' })
  reason?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long; default what was asked for, else the most the rules allow. 时长(小时)',
  })
  hours?: number | null;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the decision. 审批结果' })
class DecideDossierAccessPayload {
  @Open()
  @Field(() => AccessGrant, { nullable: true, description: 'The decided request. 查阅许可' })
  grant: AccessGrant | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class DecideDossierAccess {
  constructor(private readonly grants: AccessGrantService) {}

  @Requires('dossier:decide-access')
  @Mutation(() => DecideDossierAccessPayload, {
    description: 'Decide a request as custodian of the serving organisation (Article 19). 审批查阅申请',
  })
  decideDossierAccess(
    @Arg('input', () => DecideDossierAccessInput) input: DecideDossierAccessInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<DecideDossierAccessPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<DecideDossierAccessPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('AccessGrant', input.grantId, 'grantId');
        const { decision, reason = null, hours = null } = input;
        const row = await this.grants.decide(signedIn, { provinceId, grantId: key, decision, reason, hours });
        return { grant: new AccessGrant(row), clientMutationId };
      },
      { grant: null, clientMutationId },
    );
  }
}
