import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { Internal, Open } from '../../../authz/field-class';
import type { Section } from '../../../authz/sections';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../../../graphql/connection';
import { expectId } from '../../../graphql/global-id';
import { Account } from '../../accounts/accounts.module';
import { StaffMember, staffByKey } from '../../identity/identity.module';
import { DossierSection } from '../dossier-section.type';
import { Dossier } from '../dossier.type';
import type { Neighbours } from '../neighbours.loaders';
import { DossierChange, DossierChangeConnection } from './dossier-change.type';
import type { DossierUpkeepService } from './dossier-upkeep.service';
import { ENTRY_SECTIONS, type EntrySection } from './entry-fields';
import { DossierSectionState, DossierSectionStateConnection } from './section-state.type';
import { sectionStateOf } from './section-states.loaders';

const isEntered = (section: Section): section is EntrySection =>
  (ENTRY_SECTIONS as readonly Section[]).includes(section);

/** `Dossier.sections`: how the sections that are entered by hand are kept up. */
@Resolver(() => Dossier)
export class DossierSectionsResolver {
  @Open()
  @FieldResolver(() => [DossierSectionState], {
    nullable: true,
    description: 'How the sections entered by hand are kept up, Article 17-2. 档案维护情况',
  })
  sections(
    @Root() { subject }: Dossier,
    @Ctx() context: RequestContext,
    @Arg('only', () => [DossierSection], { nullable: true, description: 'Only these. 档案内容' })
    only?: Section[] | null,
  ): DossierSectionState[] {
    const wanted = ENTRY_SECTIONS.filter((section) => !only || only.includes(section));
    return wanted.map((section) => sectionStateOf(context, subject, section));
  }
}

/** What surrounds a state, the steward's list, and the history of a section. */
@Resolver(() => DossierSectionState)
export class DossierUpkeepResolver {
  constructor(
    private readonly upkeep: DossierUpkeepService,
    private readonly neighbours: Neighbours,
  ) {}

  @Open()
  @FieldResolver(() => Account, { nullable: true, description: 'Whose dossier. 大客户' })
  account(@Root() { subject }: DossierSectionState, @Ctx() context: RequestContext): Promise<object | null> {
    return this.neighbours.account(context, subject);
  }

  @Internal('BASIC')
  @FieldResolver(() => StaffMember, {
    nullable: true,
    description: 'The custodian of the serving organisation who looks after it. 档案责任人',
  })
  async steward(
    @Root() { subject, sources }: DossierSectionState,
    @Ctx() { loaders }: RequestContext,
  ): Promise<StaffMember | null> {
    const staffId = (await sources.state())?.stewardId ?? null;
    return staffId === null ? null : loaders.of(staffByKey).load({ provinceId: subject.provinceId, staffId });
  }

  @Requires('dossier:edit')
  @Query(() => DossierSectionStateConnection, {
    nullable: true,
    description: 'Sections that are stale and that one is the steward of, by account. 逾期未更新的档案',
  })
  async staleDossierSections(
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<DossierSectionState>> {
    const size = pageSize(first);
    const from = after ? decodeCursor<[number, number]>(after, 'number', 'number') : ([0, 0] as const);
    const page = { after: from, limit: size + 1 };
    const rows = await this.upkeep.stale(context.session, context.signedIn, page);
    const states = rows.map((row) =>
      sectionStateOf(context, context.subjects.of(row), row.section, [row.accountId, row.position]),
    );
    return pageOf(states, size, ({ cursorKeys }) => encodeCursor(...cursorKeys), after);
  }

  @Requires('dossier:read')
  @Query(() => DossierChangeConnection, {
    nullable: true,
    description: 'What was entered into a section, newest first, for who may read it today. 档案变更记录',
  })
  async dossierHistory(
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('accountId', () => ID, { description: 'The account. 大客户' }) accountId: string,
    @Arg('section', () => DossierSection, { description: 'Which section. 档案内容' }) section: Section,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100. 每页行数' }) first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before. 起始游标' })
    after?: string | null,
  ): Promise<Connection<DossierChange> | null> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const { provinceId, key } = expectId('Account', accountId, 'accountId');
    const account = await this.neighbours.account(context, { provinceId, accountId: key });
    if (!account) return null;
    const { subject } = account;
    // That there is a history tells of values too, so the list is gated as they are.
    if (!(await context.clearance.decide(section, subject))) {
      context.withheld.add(info, section);
      return null;
    }
    const page = { before, limit: size + 1 };
    const rows = isEntered(section)
      ? await this.upkeep.history(context.session, context.signedIn, subject, section, page)
      : [];
    const changes = rows.map((row) => new DossierChange(subject, row));
    return pageOf(changes, size, ({ row }) => encodeCursor(row.id), after);
  }
}
