import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { Requires } from '../../authz/verb';
import type { RequestContext } from '../../context/request-context';
import { BusinessLine } from '../../graphql/business-line';
import { PeriodScalar } from '../../graphql/scalars';
import { BoardSnapshotInfo } from './board-snapshot-info.type';
import { Board } from './board.type';
import { boardView, snapshotView } from './board.view';
import type { BoardService } from './boards.service';

/** Finding boards. */
@Resolver()
export class BoardQueryResolver {
  constructor(private readonly boards: BoardService) {}

  @Requires('boards:read')
  @Query(() => Board, {
    nullable: true,
    description:
      'A board of one’s own organisation, one below it, or one above it; null for any other and for another line ' +
      'than a bureau’s own. Empty where nothing was ever ranked. 前100名监控榜',
  })
  async board(
    @Ctx() context: RequestContext,
    @Arg('line', () => BusinessLine, { description: 'Line of business. 业务种类' }) line: BusinessLine,
    @Arg('period', () => PeriodScalar, { description: '2026, 2026-Q3 or 2026-10. 期间' }) period: string,
    @Arg('organisationId', () => ID, { nullable: true, description: 'One’s own by default. 机构' })
    organisationId?: string | null,
    @Arg('version', () => Int, { nullable: true, description: 'The published one by default. 版本' })
    version?: number | null,
  ): Promise<Board | null> {
    const found = await this.boards.find(context.signedIn, context.session, {
      organisationId,
      line,
      period,
      version,
    });
    return found && boardView(found, context);
  }

  @Requires('boards:read')
  @Query(() => [BoardSnapshotInfo], {
    nullable: true,
    description: 'The versions of a board, the open one first; null as for `board`. 榜单版本列表',
  })
  async boardSnapshots(
    @Ctx() { signedIn, session }: RequestContext,
    @Arg('line', () => BusinessLine, { description: 'Line of business. 业务种类' }) line: BusinessLine,
    @Arg('period', () => PeriodScalar, { description: '2026, 2026-Q3 or 2026-10. 期间' }) period: string,
    @Arg('organisationId', () => ID, { nullable: true, description: 'One’s own by default. 机构' })
    organisationId?: string | null,
  ): Promise<BoardSnapshotInfo[] | null> {
    const versions = await this.boards.snapshots(signedIn, session, { organisationId, line, period });
    return versions && versions.map(snapshotView);
  }
}
