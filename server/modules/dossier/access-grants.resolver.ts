import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { SignedIn } from '../../authz/verb';
import type { Viewer } from '../../authz/viewer';
import type { RequestContext } from '../../context/request-context';
import type { Session } from '../../db/database';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../graphql/connection';
import { Account } from '../accounts/accounts.module';
import { StaffMember, staffByKey } from '../identity/identity.module';
import { Organisation } from '../organisations/organisations.module';
import { AccessGrantStatus, BreakGlassReview } from './access-grant';
import { AccessGrant, AccessGrantConnection } from './access-grant.type';
import type { AccessGrantService, GrantQuery } from './access-grants.service';
import type { Neighbours } from './neighbours.loaders';

/** Grants and what surrounds them. */
@Resolver(() => AccessGrant)
export class AccessGrantsResolver {
  constructor(
    private readonly grants: AccessGrantService,
    private readonly neighbours: Neighbours,
  ) {}

  @SignedIn()
  @Query(() => AccessGrantConnection, {
    nullable: true,
    description: 'What one asked for and, for a custodian, what is asked of one’s organisation. 查阅申请',
  })
  dossierAccessRequests(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('status', () => AccessGrantStatus, { nullable: true, description: 'Only these. 状态' })
    status?: AccessGrantStatus | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<AccessGrant>> {
    return this.page(session, signedIn, { status: status ?? null, breakGlass: null }, first, after);
  }

  @SignedIn()
  @Query(() => AccessGrantConnection, {
    nullable: true,
    description: 'Readings in an emergency: one’s own, and those one reviews or supervises. 紧急查阅',
  })
  breakGlassUses(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('review', () => BreakGlassReview, { nullable: true, description: 'Only these. 复核情况' })
    review?: BreakGlassReview | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<AccessGrant>> {
    return this.page(session, signedIn, { status: null, breakGlass: review ?? 'ALL' }, first, after);
  }

  private async page(
    session: Session,
    viewer: Viewer,
    which: Pick<GrantQuery, 'status' | 'breakGlass'>,
    first: number | null | undefined,
    after: string | null | undefined,
  ): Promise<Connection<AccessGrant>> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const rows = await this.grants.list(session, viewer, { ...which, before, limit: size + 1 });
    const grants = rows.map((row) => new AccessGrant(row));
    return pageOf(grants, size, ({ row }) => encodeCursor(row.id), after);
  }

  @Open()
  @FieldResolver(() => Account, { nullable: true, description: 'Whose dossier. 大客户' })
  account(@Root() { row }: AccessGrant, @Ctx() context: RequestContext): Promise<object | null> {
    return this.neighbours.account(context, row);
  }

  @Open()
  @FieldResolver(() => StaffMember, {
    nullable: true,
    description: 'Who asked; null where that person stands above one’s own scope. 申请人',
  })
  requester(@Root() { row }: AccessGrant, @Ctx() { loaders }: RequestContext): Promise<StaffMember | null> {
    return loaders.of(staffByKey).load({ provinceId: row.staffProvinceId, staffId: row.staffId });
  }

  @Open()
  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'Organisation of who asked, as of the request. 申请人所在机构',
  })
  requesterOrganisation(@Root() { row }: AccessGrant): Promise<object | null> {
    return this.neighbours.organisation(row.staffOrganisationId);
  }

  @Open()
  @FieldResolver(() => StaffMember, { nullable: true, description: 'Who decided. 审批人' })
  async decidedBy(
    @Root() { row }: AccessGrant,
    @Ctx() { loaders }: RequestContext,
  ): Promise<StaffMember | null> {
    if (row.decidedByProvinceId === null || row.decidedById === null) return null;
    return loaders.of(staffByKey).load({ provinceId: row.decidedByProvinceId, staffId: row.decidedById });
  }
}
