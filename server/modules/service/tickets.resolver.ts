import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { Requires } from '../../authz/verb';
import type { LoaderKind } from '../../context/loaders';
import type { RequestContext } from '../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../graphql/connection';
import { Account, type AccountKey } from '../accounts/accounts.module';
import { ServiceTicket, ServiceTicketConnection } from './service-ticket.type';
import type { TicketService } from './tickets.service';

/** One's own tickets and their accounts. */
@Resolver(() => ServiceTicket)
export class TicketsResolver {
  constructor(
    private readonly tickets: TicketService,
    private readonly accountByKey: LoaderKind<AccountKey, object | null>,
  ) {}

  @Requires('tickets:open')
  @Query(() => ServiceTicketConnection, { description: 'One’s own tickets, newest first. 本人客服工单' })
  async serviceTickets(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('isOpen', () => Boolean, { nullable: true, description: 'Only open ones, or only others. 是否有效' })
    isOpen?: boolean | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<ServiceTicket>> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const query = { isOpen: isOpen ?? null, before, limit: size + 1 };
    const rows = await this.tickets.list(session, signedIn, query);
    const tickets = rows.map((row) => new ServiceTicket(row));
    return pageOf(tickets, size, ({ row }) => encodeCursor(row.ticketId), after);
  }

  @Open()
  @FieldResolver(() => Account, { nullable: true, description: 'Whom it is about. 大客户' })
  account(@Root() { row }: ServiceTicket, @Ctx() { loaders }: RequestContext): Promise<object | null> {
    return loaders.of(this.accountByKey).load({ provinceId: row.provinceId, accountId: row.accountId });
  }
}
