import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { SignedIn } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../../graphql/connection';
import { Account } from '../../accounts/accounts.module';
import type { Neighbours } from '../neighbours.loaders';
import { DossierProposalStatus } from './dossier-proposal';
import { DossierProposal, DossierProposalConnection } from './dossier-proposal.type';
import type { DossierProposalService } from './dossier-proposals.service';

/** Proposals and whom they are about. */
@Resolver(() => DossierProposal)
export class DossierProposalsResolver {
  constructor(
    private readonly proposals: DossierProposalService,
    private readonly neighbours: Neighbours,
  ) {}

  @Open()
  @FieldResolver(() => Account, { nullable: true, description: 'Whose dossier. 大客户' })
  account(@Root() { row }: DossierProposal, @Ctx() context: RequestContext): Promise<object | null> {
    return this.neighbours.account(context, row);
  }

  @SignedIn()
  @Query(() => DossierProposalConnection, {
    nullable: true,
    description: 'What one proposed and, for a custodian, what is proposed to one’s organisation. 建档建议',
  })
  async dossierProposals(
    @Ctx() { session, signedIn, subjects }: RequestContext,
    @Arg('status', () => DossierProposalStatus, { nullable: true, description: 'Only these. 状态' })
    status?: DossierProposalStatus | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<DossierProposal>> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const query = { status: status ?? null, before, limit: size + 1 };
    const rows = await this.proposals.list(session, signedIn, query);
    const proposals = rows.map(
      (row) => new DossierProposal(subjects.of(row), row, () => this.proposals.changesOf(row)),
    );
    return pageOf(proposals, size, ({ row }) => encodeCursor(row.id), after);
  }
}
