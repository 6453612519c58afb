import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import type { RegisteredSection as RegisteredSectionName } from '../../../authz/access-register';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../../graphql/connection';
import { expectId } from '../../../graphql/global-id';
import { Account } from '../../accounts/accounts.module';
import { StaffMember, staffByKey } from '../../identity/identity.module';
import { Organisation } from '../../organisations/organisations.module';
import { RegisterOutcome, type RegisterQuery } from './access-register-entry';
import type { AccessRegisterService } from './access-register.service';
import { AccessRegisterEntry, AccessRegisterEntryConnection } from './access-register.type';
import { readingsOf } from './register-reading';
import { RegisteredSection } from './registered-section.type';
import type { Neighbours } from '../neighbours.loaders';

@InputType({ description: 'Which lines of the register; all that is given must hold. 查阅登记筛选' })
class AccessRegisterFilter {
  @Field(() => ID, { nullable: true, description: 'About this account. 大客户' })
  accountId?: string | null;

  @Field(() => ID, { nullable: true, description: 'By this reader. 查阅人' })
  staffId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Not before. 起始时间' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Before. 截止时间' })
  to?: Date | null;

  @Field(() => RegisterOutcome, { nullable: true, description: 'Read or refused. 结果' })
  outcome?: RegisterOutcome | null;

  @Field(() => RegisteredSection, { nullable: true, description: 'What was read. 登记内容' })
  section?: RegisteredSectionName | null;
}

/** Who read what, for whoever watches over it (Article 19). */
@Resolver(() => AccessRegisterEntry)
export class AccessRegisterResolver {
  constructor(
    private readonly register: AccessRegisterService,
    private readonly neighbours: Neighbours,
  ) {}

  @Requires('register:read')
  @Query(() => AccessRegisterEntryConnection, {
    nullable: true,
    description:
      'The access register, newest first: an auditor’s scope, a custodian’s own accounts; registered itself (Article 19). 查阅登记',
  })
  async accessRegister(
    @Ctx() context: RequestContext,
    @Arg('filter', () => AccessRegisterFilter, { nullable: true, description: 'Which lines. 筛选' })
    filter?: AccessRegisterFilter | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<AccessRegisterEntry>> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const query = { ...queryOf(filter ?? {}), before, limit: size + 1 };
    const rows = await this.register.list(context.session, context.signedIn, query);
    // What the next page will show is not read yet.
    await context.registerReadings(readingsOf(context.signedIn, rows.slice(0, size), query.account));
    const entries = rows.map((row) => new AccessRegisterEntry(row));
    return pageOf(entries, size, ({ row }) => encodeCursor(row.id), after);
  }

  // A line of the province may name accounts of several cities: those out of scope are left out.
  @Open()
  @FieldResolver(() => [Account], { nullable: true, description: 'Whose values, as far as visible. 大客户' })
  async accounts(@Root() { row }: AccessRegisterEntry, @Ctx() context: RequestContext): Promise<object[]> {
    const { provinceId, accountIds } = row;
    const accounts = await Promise.all(
      accountIds.map((accountId) => this.neighbours.account(context, { provinceId, accountId })),
    );
    return accounts.flatMap((account) => account ?? []);
  }

  @Open()
  @FieldResolver(() => StaffMember, {
    nullable: true,
    description: 'The reader; null for a token and for who stands above one’s own scope. 查阅人',
  })
  async reader(
    @Root() { row }: AccessRegisterEntry,
    @Ctx() { loaders }: RequestContext,
  ): Promise<StaffMember | null> {
    if (row.isToken) return null;
    return loaders.of(staffByKey).load({ provinceId: row.staffProvinceId, staffId: row.staffId });
  }

  @Open()
  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'Organisation of the reader at that time. 查阅人所在机构',
  })
  readerOrganisation(@Root() { row }: AccessRegisterEntry): Promise<object | null> {
    return this.neighbours.organisation(row.staffOrganisationId);
  }
}

function queryOf(filter: AccessRegisterFilter): Omit<RegisterQuery, 'before' | 'limit'> {
  const { from = null, to = null, outcome = null, section = null } = filter;
  const account = filter.accountId ? expectId('Account', filter.accountId, 'accountId') : null;
  const staff = filter.staffId ? expectId('StaffMember', filter.staffId, 'staffId') : null;
  return {
    account: account && { provinceId: account.provinceId, accountId: account.key },
    staff: staff && { staffProvinceId: staff.provinceId, staffId: staff.key },
    from,
    to,
    outcome,
    section,
  };
}
