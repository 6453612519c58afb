import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Open } from '../../authz/field-class';
import type { RequestContext } from '../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../graphql/connection';
import { DomainError } from '../../graphql/errors';
import { managerByAccount, type AccountViews } from '../accounts/accounts.module';
import { staffByKey, staffMember, type StaffMember } from '../identity/identity.module';
import type { UsageService } from '../usage/usage.module';
import type { RankedAccount } from './board-entries.repository';
import { RankedEntry } from './board-entry';
import { BoardEntryConnection } from './board-entry.type';
import { Board } from './board.type';
import type { BoardService } from './boards.service';
import type { FoundBoard } from './found-board';
import { pageMonths } from './page-months';

/** `Board.entries`: the rows of a board with their accounts, in one statement. */
@Resolver(() => Board)
export class BoardEntriesResolver {
  constructor(
    private readonly boards: BoardService,
    private readonly views: AccountViews,
    private readonly usage: UsageService,
  ) {}

  @Open()
  @FieldResolver(() => BoardEntryConnection, {
    description:
      'The ranks in order; without `first` the whole board with all ties at its last rank. 榜单名次',
  })
  async entries(
    @Root() { found }: Board,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { nullable: true, description: '1 to 100, tokens 1 to 1,000. 条数' })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 游标' })
    after?: string | null,
  ): Promise<Connection<RankedEntry>> {
    const max = context.signedIn.kind === 'TOKEN' ? 1_000 : 100;
    const count = (first ?? null) === null ? null : pageSize(first, { max });
    const position = after ? positionOf(after) : 0;
    const entries = await this.ranked(found, context, position, count);
    return pageOf(entries, count ?? entries.length, (entry) => encodeCursor(entry.position), after);
  }

  private async ranked(
    found: FoundBoard,
    context: RequestContext,
    position: number,
    count: number | null,
  ): Promise<RankedEntry[]> {
    const { session, clearance } = context;
    const release = clearance.hold();
    let cleared: Promise<void> | undefined;
    try {
      const rows = await this.boards.entries(session, found, position, count === null ? null : count + 1);
      const view = await this.views.of(context);
      knowManagers(context, rows);
      const keys = rows.map(({ provinceId, accountId }) => ({ provinceId, accountId, line: found.line }));
      const months = pageMonths(found.period, (from, to) => this.usage.months(session, keys, from, to));
      const { total } = found.header;
      const entries = rows.map((row, at) => new RankedEntry(row, view.accountOf(row), total, at, months));
      if (context.operation.fieldsOf('USAGE').length > 0)
        cleared = clearance.prime(
          'USAGE',
          entries.map(({ subject }) => subject),
        );
      return entries;
    } finally {
      release();
      await cleared;
    }
  }
}

/** The rows bring the managers along: the loaders of teams and staff have nothing left to read. */
function knowManagers({ loaders }: RequestContext, rows: readonly RankedAccount[]): void {
  const [teams, staff] = [loaders.of(managerByAccount), loaders.of(staffByKey)];
  for (const row of rows) {
    const { provinceId, accountId, managerId, deputyId } = row;
    teams.prime({ provinceId, accountId }, { managerId, deputyId });
    if (managerId !== null) staff.prime({ provinceId, staffId: managerId }, managerOf(row, managerId));
  }
}

function managerOf(row: RankedAccount, id: number): StaffMember | null {
  if (row.managerName === null) return null;
  return staffMember({
    province_id: row.provinceId,
    id,
    organisation_id: row.managerOrganisationId,
    username: row.managerUsername,
    name: row.managerName,
    roles: row.managerRoles,
    is_active: row.isManagerActive,
  });
}

function positionOf(cursor: string): number {
  const [position] = decodeCursor<[number]>(cursor, 'number');
  if (Number.isInteger(position) && position >= 0 && position < 2 ** 31) return position;
  throw new DomainError('BAD_USER_INPUT', 'after is not a cursor of this list', { field: 'after' });
}
