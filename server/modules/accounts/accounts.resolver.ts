import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { Requires } from '../../authz/verb';
import type { RequestContext } from '../../context/request-context';
import { type Connection, pageSize } from '../../graphql/connection';
import { DomainError } from '../../graphql/errors';
import { decodeId } from '../../graphql/global-id';
import { AccountConnection } from './account-connection.type';
import { AccountFilterInput } from './account-filter.type';
import { AccountOrder } from './account-order';
import type { AccountViews } from './account-views.service';
import { Account } from './account.type';
import { accountById } from './accounts.loaders';
import type { AccountPage, AccountsService } from './accounts.service';
import type { KeyAccount } from './key-account';

/** A page whose rows have become the graph's accounts. */
interface AccountListing extends Connection<KeyAccount> {
  count: AccountPage['count'];
}

/** Finding and opening accounts. */
@Resolver(() => AccountConnection)
export class AccountsResolver {
  constructor(
    private readonly accountsService: AccountsService,
    private readonly views: AccountViews,
  ) {}

  @Requires('accounts:read')
  @Query(() => Account, {
    nullable: true,
    description: 'One account by exactly one of id and number; null where unknown or out of scope. 查询客户',
  })
  async account(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Global id. 全局标识' }) id?: string | null,
    @Arg('accountNo', () => String, { nullable: true, description: 'Account number. 客户编号' })
    accountNo?: string | null,
  ): Promise<KeyAccount | null> {
    if (((id ?? null) === null) === ((accountNo ?? null) === null))
      throw new DomainError('BAD_USER_INPUT', 'give exactly one of id and accountNo', { field: 'id' });
    if (typeof accountNo !== 'string') return accountById(context, this.views, decodeId(id ?? ''));
    const row = await this.accountsService.byNumber(context.session, context.signedIn, accountNo);
    return row && (await this.views.of(context)).accountOf(row);
  }

  @Requires('accounts:read')
  @Query(() => AccountConnection, {
    description: 'Accounts of one’s scope, 50 a page and at most 100 (service tokens: 1,000). 客户列表',
  })
  async accounts(
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('filter', () => AccountFilterInput, { nullable: true, description: 'Which ones. 筛选条件' })
    filter?: AccountFilterInput | null,
    @Arg('orderBy', () => AccountOrder, {
      defaultValue: AccountOrder.ACCOUNT_NO,
      description: 'In which order. 排序方式',
    })
    orderBy: AccountOrder = AccountOrder.ACCOUNT_NO,
    @Arg('first', () => Int, { nullable: true, description: 'How many. 每页条数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor to go on after. 游标' })
    after?: string | null,
  ): Promise<AccountListing> {
    const viewer = context.signedIn;
    const size = pageSize(first, { max: viewer.kind === 'TOKEN' ? 1_000 : 100 });
    const page = await this.accountsService.page(context.session, viewer, filter ?? {}, orderBy, size, after);
    const view = await this.views.of(context);
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: view.accountOf(node) }));
    await context.clearance.primeBelow(
      info,
      edges.map(({ node }) => node.subject),
    );
    return { edges, pageInfo: page.pageInfo, count: page.count };
  }

  @Open()
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many there are in all; counted only when asked for. 总数',
  })
  totalCount(@Root() page: AccountListing): Promise<number> {
    return page.count();
  }
}
