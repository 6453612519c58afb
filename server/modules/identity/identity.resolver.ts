import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { Public, Requires } from '../../authz/verb';
import type { Viewer } from '../../authz/viewer';
import type { RequestContext } from '../../context/request-context';
import {
  connectionTypes,
  decodeCursor,
  encodeCursor,
  pageOf,
  pageSize,
  type Connection,
} from '../../graphql/connection';
import { codeByOrganisationId, staffByKey } from './identity.loaders';
import { serviceToken, staffMember } from './identity.view';
import type { ServiceTokenService } from './service-token.service';
import { ServiceToken } from './service-token.type';
import { StaffMember } from './staff-member.type';
import type { StaffService } from './staff.service';
import { ScopeLevel, ViewerInfo, ViewerKind, ViewerScope } from './viewer.type';

const { Connection: StaffMemberConnection } = connectionTypes('StaffMember', () => StaffMember);
const { Connection: ServiceTokenConnection } = connectionTypes('ServiceToken', () => ServiceToken);

const LEVELS = [ScopeLevel.NATION, ScopeLevel.PROVINCE, ScopeLevel.CITY, ScopeLevel.UNIT] as const;

/** Who is asking, and whom they work with. */
@Resolver(() => StaffMember)
export class IdentityResolver {
  constructor(
    private readonly members: StaffService,
    private readonly tokens: ServiceTokenService,
  ) {}

  @Public('answers null to nobody, so that a client can ask whether its token still works')
  @Query(() => ViewerInfo, {
    nullable: true,
    description: 'Who is asking and what they may do; null for nobody. 当前访问者',
  })
  async viewer(@Ctx() context: RequestContext): Promise<ViewerInfo | null> {
    const { viewer } = context;
    if (!viewer) return null;
    const { staffProvinceId: provinceId, staffId } = viewer;
    const isStaff = viewer.kind === 'STAFF';
    const staff = isStaff ? await context.loaders.of(staffByKey).load({ provinceId, staffId }) : null;
    return {
      kind: isStaff ? ViewerKind.STAFF : ViewerKind.TOKEN,
      name: viewer.name,
      staff,
      roles: [...viewer.roles],
      capabilities: [...viewer.capabilities].sort(),
      scope: await this.scope(context, viewer),
    };
  }

  @Requires('staff:read')
  @Query(() => StaffMemberConnection, { description: 'Staff of the viewer’s scope, by key. 员工列表' })
  async staff(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100, 50 if absent. 每页条数' })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<StaffMember>> {
    const size = pageSize(first);
    const [provinceId, staffId] = after ? decodeCursor<[number, number]>(after, 'number', 'number') : [-1, 0];
    const rows = await this.members.list(session, signedIn, { provinceId, staffId }, size + 1);
    return pageOf(rows.map(staffMember), size, (row) => encodeCursor(row.provinceId, row.key), after);
  }

  @Requires('tokens:manage')
  @Query(() => ServiceTokenConnection, {
    description: 'Service tokens of the scope’s organisations, oldest first. 服务令牌列表',
  })
  async serviceTokens(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100, 50 if absent. 每页条数' })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<ServiceToken>> {
    const size = pageSize(first);
    const [afterId] = after ? decodeCursor<[number]>(after, 'number') : [0];
    const rows = await this.tokens.list(session, signedIn, afterId, size + 1);
    return pageOf(rows.map(serviceToken), size, (row) => encodeCursor(row.key), after);
  }

  @Open()
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Login name, for holders of staff:read; null otherwise. 用户名',
  })
  username(@Root() { username }: StaffMember, @Ctx() context: RequestContext): string | null {
    return context.can('staff:read') ? username : null;
  }

  private async scope({ loaders }: RequestContext, viewer: Viewer): Promise<ViewerScope> {
    const { level, line, provinceId, cityId, unitIds } = viewer.scope;
    const codes = loaders.of(codeByOrganisationId);
    const [own, province, city, ...units] = await Promise.all(
      [viewer.organisationId, provinceId, cityId, ...unitIds].map((id) => codes.load(id)),
    );
    return {
      level: LEVELS[level],
      line,
      organisationCode: own ?? '',
      provinceCode: province,
      cityCode: city,
      unitCodes: units.flatMap((code) => code ?? []).sort(),
    };
  }
}
