import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../../graphql/connection';
import { Account } from '../../accounts/accounts.module';
import { Organisation } from '../../organisations/organisations.module';
import type { Neighbours } from '../neighbours.loaders';
import { AccessAlert, AccessAlertConnection } from './access-alert.type';
import type { AccessAlertService } from './access-alerts.service';

/** Alerts for whoever watches over the register. */
@Resolver(() => AccessAlert)
export class AccessAlertsResolver {
  constructor(
    private readonly alerts: AccessAlertService,
    private readonly neighbours: Neighbours,
  ) {}

  @Requires('register:read')
  @Query(() => AccessAlertConnection, {
    nullable: true,
    description:
      'Readings out of the ordinary, newest first: an auditor’s scope, a custodian’s own accounts (Article 19). 查阅预警',
  })
  async accessAlerts(
    @Ctx() { session, signedIn }: RequestContext,
    @Arg('isAcknowledged', () => Boolean, { nullable: true, description: 'Settled or not. 是否已确认' })
    isAcknowledged?: boolean | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<AccessAlert>> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const query = { isAcknowledged: isAcknowledged ?? null, before, limit: size + 1 };
    const rows = await this.alerts.list(session, signedIn, query);
    const alerts = rows.map((row) => new AccessAlert(row));
    return pageOf(alerts, size, ({ row }) => encodeCursor(row.id), after);
  }

  @Open()
  @FieldResolver(() => [Account], {
    nullable: true,
    description: 'Whose dossiers, as far as visible. 大客户',
  })
  async accounts(@Root() { row }: AccessAlert, @Ctx() context: RequestContext): Promise<object[]> {
    const { provinceId, accountIds } = row;
    const accounts = await Promise.all(
      accountIds.map((accountId) => this.neighbours.account(context, { provinceId, accountId })),
    );
    return accounts.flatMap((account) => account ?? []);
  }

  @Open()
  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'Organisation of the reader at that time. 查阅人所在机构',
  })
  readerOrganisation(@Root() { row }: AccessAlert): Promise<object | null> {
    return this.neighbours.organisation(row.staffOrganisationId);
  }
}
