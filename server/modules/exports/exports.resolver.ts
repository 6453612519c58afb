import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { SignedIn } from '../../authz/verb';
import type { LoaderKind } from '../../context/loaders';
import type { RequestContext } from '../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../graphql/connection';
import { decodeId } from '../../graphql/global-id';
import { Account } from '../accounts/accounts.module';
import { Organisation, type OrganisationDirectory } from '../organisations/organisations.module';
import { Export, ExportConnection } from './export.type';
import type { ExportService } from './exports.service';

/** Exports and what surrounds them. */
@Resolver(() => Export)
export class ExportsResolver {
  constructor(
    private readonly service: ExportService,
    private readonly accountByKey: LoaderKind<{ provinceId: number; accountId: number }, object | null>,
    private readonly directory: OrganisationDirectory,
  ) {}

  @SignedIn()
  @Query(() => ExportConnection, {
    nullable: true,
    description: 'One’s own exports and, for a custodian, those of one’s scope, newest first. 导出列表',
  })
  async exports(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<Export>> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const rows = await this.service.list(session, signedIn, size + 1, before);
    const exports = rows.map((row) => new Export(row, signedIn));
    return pageOf(exports, size, ({ row }) => encodeCursor(row.id), after);
  }

  @SignedIn()
  @Query(() => Export, {
    nullable: true,
    description: 'One of them; null alike for a bad, absent and foreign id. 导出',
  })
  async export(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('id', () => ID, { description: 'Its global id. 全局标识' }) id: string,
  ): Promise<Export | null> {
    const decoded = decodeId(id);
    if (decoded?.type !== 'Export') return null;
    const { provinceId, key } = decoded;
    const row = await this.service.find(session, signedIn, { provinceId, id: key });
    return row && new Export(row, signedIn);
  }

  @Open()
  @FieldResolver(() => [Account], {
    nullable: true,
    description: 'Whose values it copies, as far as visible, from `offset` on. 客户',
  })
  async accounts(
    @Root() { row }: Export,
    @Ctx() { loaders }: RequestContext,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 行数' }) first?: number | null,
    @Arg('offset', () => Int, { nullable: true, description: 'How many to leave out. 起始位置' })
    offset?: number | null,
  ): Promise<object[]> {
    const from = Math.max(0, offset ?? 0);
    const keys = row.accountIds
      .map((accountId, at) => ({ provinceId: row.accountProvinceIds[at], accountId }))
      .slice(from, from + pageSize(first));
    const accounts = await Promise.all(keys.map((key) => loaders.of(this.accountByKey).load(key)));
    return accounts.flatMap((account) => account ?? []);
  }

  @Open()
  @FieldResolver(() => Organisation, {
    nullable: true,
    description:
      'Its custodian, or one above, decides: it serves all the accounts, itself or below. 审批机构',
  })
  async organisation(@Root() { row }: Export): Promise<object | null> {
    return (await this.directory.tree()).byId(row.organisationId) ?? null;
  }

  @Open()
  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'Organisation of who asked, as of the request. 申请人所在机构',
  })
  async requesterOrganisation(@Root() { row }: Export): Promise<object | null> {
    return (await this.directory.tree()).byId(row.staffOrganisationId) ?? null;
  }
}
