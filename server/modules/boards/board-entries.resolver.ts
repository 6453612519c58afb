import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql';
import { Open } from '../../authz/field-class';
import type { RequestContext } from '../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../graphql/connection';
import { DomainError } from '../../graphql/errors';
import type { AccountViews } from '../accounts/accounts.module';
import { RankedEntry } from './board-entry';
import { BoardEntryConnection } from './board-entry.type';
import type { BoardPages } from './board-pages.service';
import { Board } from './board.type';
import type { FoundBoard } from './found-board';

/** `Board.entries`: the rows of a board with their accounts, in one statement. */
@Resolver(() => Board)
export class BoardEntriesResolver {
  constructor(
    private readonly pages: BoardPages,
    private readonly views: AccountViews,
  ) {}

  @Open()
  @FieldResolver(() => BoardEntryConnection, {
    description:
      'The ranks in order; without `first` the whole board with all ties at its last rank. 榜单名次',
  })
  async entries(
    @Root() { found }: Board,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('first', () => Int, { nullable: true, description: '1 to 100, tokens 1 to 1,000. 条数' })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 游标' })
    after?: string | null,
  ): Promise<Connection<RankedEntry>> {
    const max = context.signedIn.kind === 'TOKEN' ? 1_000 : 100;
    const count = (first ?? null) === null ? null : pageSize(first, { max });
    const position = after ? positionOf(after) : 0;
    const entries = await this.ranked(found, context, info, position, count);
    return pageOf(entries, count ?? entries.length, (entry) => encodeCursor(entry.position), after);
  }

  private async ranked(
    found: FoundBoard,
    context: RequestContext,
    info: GraphQLResolveInfo,
    position: number,
    count: number | null,
  ): Promise<RankedEntry[]> {
    const { session, clearance } = context;
    const release = clearance.hold();
    let cleared: Promise<void> | undefined;
    try {
      const range = { after: position, limit: count === null ? null : count + 1 };
      const page = await this.pages.page(session, context.signedIn.scope, found, range);
      const view = await this.views.of(context);
      const shown = { total: found.header.total, months: this.pages.monthsOf(session, found, page) };
      const entries = page.rows.map(
        (row, at) => new RankedEntry(row, view.accountOf(row, row.manager), shown, at),
      );
      // One row more was read than is shown, to know whether more follow.
      const shownEntries = entries.slice(0, count ?? entries.length);
      cleared = clearance.primeBelow(
        info,
        shownEntries.map(({ subject }) => subject),
      );
      return entries;
    } finally {
      release();
      await cleared;
    }
  }
}

function positionOf(cursor: string): number {
  const [position] = decodeCursor<[number]>(cursor, 'number');
  if (Number.isInteger(position) && position >= 0 && position < 2 ** 31) return position;
  throw new DomainError('BAD_USER_INPUT', 'after is not a cursor of this list', { field: 'after' });
}
