import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../../authz/field-class';
import { Requires } from '../../../../authz/verb';
import type { RequestContext } from '../../../../context/request-context';
import { expectId } from '../../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../../graphql/user-error';
import { DossierProposal } from '../dossier-proposal.type';
import type { DossierProposalService } from '../dossier-proposals.service';
import { DossierEntryInput, sectionEntryOf } from './dossier-entry-input';

@InputType({ description: 'What an account manager proposes to enter. 提出建档建议' })
class ProposeDossierChangeInput {
  @Field(() => ID, { description: 'The account. 大客户' })
  accountId: string;

  @Field(() => DossierEntryInput, { description: 'Fields of exactly one section. 录入内容' })
  entry: DossierEntryInput;

  @Field(() => String, { description: 'Why, 1 to 500 characters; told to the custodian. 理由' })
  reason: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the proposal. 建议结果' })
class ProposeDossierChangePayload {
  @Open()
  @Field(() => DossierProposal, { nullable: true, description: 'The proposal, undecided. 建档建议' })
  proposal: DossierProposal | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class ProposeDossierChange {
  constructor(private readonly proposals: DossierProposalService) {}

  @Requires('dossier:propose')
  @Mutation(() => ProposeDossierChangePayload, {
    description:
      'Propose an entry, as account manager of the account’s team or unit (Article 17-2). 提出建档建议',
  })
  proposeDossierChange(
    @Arg('input', () => ProposeDossierChangeInput) input: ProposeDossierChangeInput,
    @Ctx() { signedIn, locale, subjects }: RequestContext,
  ): Promise<ProposeDossierChangePayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<ProposeDossierChangePayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('Account', input.accountId, 'accountId');
        const entry = sectionEntryOf(input.entry, provinceId);
        const proposal = { provinceId, accountId: key, entry, reason: input.reason };
        const row = await this.proposals.propose(signedIn, proposal);
        const changes = () => this.proposals.changesOf(row);
        return { proposal: new DossierProposal(subjects.of(row), row, changes), clientMutationId };
      },
      { proposal: null, clientMutationId },
    );
  }
}
