import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { SignedIn } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../../graphql/connection';
import { Account } from '../../accounts/accounts.module';
import type { Neighbours } from '../neighbours.loaders';
import { ReadingSession, ReadingSessionConnection } from './reading-session.type';
import type { ReadingSessionService } from './reading-sessions.service';

/** One's own reading sessions and their accounts. */
@Resolver(() => ReadingSession)
export class ReadingSessionsResolver {
  constructor(
    private readonly readings: ReadingSessionService,
    private readonly neighbours: Neighbours,
  ) {}

  @SignedIn()
  @Query(() => ReadingSessionConnection, {
    nullable: true,
    description: 'What one has registered to read, newest first. 本人查阅登记',
  })
  async readingSessions(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('isOpen', () => Boolean, { nullable: true, description: 'Only open ones, or only others. 是否有效' })
    isOpen?: boolean | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<ReadingSession>> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const rows = await this.readings.list(session, signedIn, {
      isOpen: isOpen ?? null,
      before,
      limit: size + 1,
    });
    const sessions = rows.map((row) => new ReadingSession(row));
    return pageOf(sessions, size, ({ row }) => encodeCursor(row.sessionId), after);
  }

  @Open()
  @FieldResolver(() => [Account], {
    nullable: true,
    description: 'Whose dossiers, as far as visible. 大客户',
  })
  async accounts(@Root() { row }: ReadingSession, @Ctx() context: RequestContext): Promise<object[]> {
    const accounts = await Promise.all(row.accounts.map((key) => this.neighbours.account(context, key)));
    return accounts.flatMap((account) => account ?? []);
  }
}
