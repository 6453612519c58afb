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
import { Open } from '../../../../authz/field-class';
import { Requires } from '../../../../authz/verb';
import type { RequestContext } from '../../../../context/request-context';
import { expectId } from '../../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../../graphql/user-error';
import { DossierProposal } from '../dossier-proposal.type';
import type { DossierProposalService } from '../dossier-proposals.service';

enum DossierChangeDecision {
  ENTER = 'ENTER',
  REJECT = 'REJECT',
}

registerEnumType(DossierChangeDecision, {
  name: 'DossierChangeDecision',
  description: 'What the custodian does with a proposal. 处理意见',
  valuesConfig: {
    ENTER: { description: 'Enter it into the dossier. 录入' },
    REJECT: { description: 'Do not enter it. 退回' },
  },
});

@InputType({ description: 'A custodian’s decision on a proposal. 处理建档建议' })
class DecideDossierChangeInput {
  @Field(() => ID, { description: 'The proposal. 建档建议' })
  proposalId: string;

  @Field(() => DossierChangeDecision, { description: 'Enter or reject. 处理意见' })
  decision: DossierChangeDecision;

  @Field(() => String, { nullable: true, description: 'Why; told to the proposer. 理由' })
  reason?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Version of the section that is entered into; default the one it was proposed for. 预期版本号',
  })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the decision. 处理结果' })
class DecideDossierChangePayload {
  @Open()
  @Field(() => DossierProposal, { nullable: true, description: 'The decided proposal. 建档建议' })
  proposal: DossierProposal | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class DecideDossierChange {
  constructor(private readonly proposals: DossierProposalService) {}

  @Requires('dossier:edit')
  @Mutation(() => DecideDossierChangePayload, {
    description:
      'Enter or reject a proposal as custodian of the serving organisation (Article 19). 处理建档建议',
  })
  decideDossierChange(
    @Arg('input', () => DecideDossierChangeInput) input: DecideDossierChangeInput,
    @Ctx() { signedIn, locale, subjects }: RequestContext,
  ): Promise<DecideDossierChangePayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<DecideDossierChangePayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('DossierProposal', input.proposalId, 'proposalId');
        const { decision, reason = null, expectedVersion = null } = input;
        const order = { provinceId, proposalId: key, decision, reason, expectedVersion };
        const row = await this.proposals.decide(signedIn, order);
        return { proposal: new DossierProposal(subjects.of(row), row, () => null), clientMutationId };
      },
      { proposal: null, clientMutationId },
    );
  }
}
