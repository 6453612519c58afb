import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Reading } from '../../authz/access-register';
import { Open } from '../../authz/field-class';
import { SECTION_POLICIES } from '../../authz/sections';
import type { Subject } from '../../authz/subject';
import { Requires } from '../../authz/verb';
import type { Viewer } from '../../authz/viewer';
import type { LoaderKind } from '../../context/loaders';
import type { RequestContext } from '../../context/request-context';
import { encodeId } from '../../graphql/global-id';
import { Account } from '../accounts/accounts.module';
import type { KeyPersonSearch } from './key-person-search.service';
import { KeyPerson } from './key-person.type';
import type { Neighbours } from './neighbours.loaders';

const FIELD = 'Query.findKeyPersons';

/** Finding a key person by name, among the accounts that one holds a live grant for and no others. */
@Resolver(() => KeyPerson)
export class KeyPersonSearchResolver {
  constructor(
    private readonly search: KeyPersonSearch,
    private readonly keyPersonsBySubject: LoaderKind<Subject, KeyPerson[] | null>,
    private readonly neighbours: Neighbours,
  ) {}

  /**
   * To look for a name in a section is to read it: every account that is searched is registered before, whether or not
   * anybody is found there. Who is nowhere and who is under nobody's grant are alike: the same statements, no person.
   */
  @Requires('dossier:read')
  @Query(() => [KeyPerson], {
    nullable: true,
    description:
      'Key persons of exactly this name, of accounts under one’s live grant only; registered (Article 19). 按姓名查找关键人物',
  })
  async findKeyPersons(
    @Arg('name', () => String, { description: 'The whole name; width, blanks and case aside. 姓名' })
    name: string,
    @Ctx() context: RequestContext,
  ): Promise<KeyPerson[]> {
    const { signedIn, session, operation } = context;
    context.operation = {
      ...operation,
      fieldsOf: (section) =>
        section === 'KEY_PERSONS'
          ? [...new Set([...operation.fieldsOf(section), FIELD])].sort()
          : operation.fieldsOf(section),
    };
    const held = (await this.search.held(session, signedIn)).map((place) => context.subjects.of(place));
    await context.clearance.prime('KEY_PERSONS', held);
    const open = held.filter(({ cleared }) => cleared.KEY_PERSONS === true);
    if (open.length === 0) await context.registerReadings([searchedNothing(signedIn)]);
    const found = await this.search.named(session, open, name);
    const persons = await Promise.all(
      found.map(async ({ provinceId, accountId, id }) => {
        const subject = open.find((one) => one.provinceId === provinceId && one.accountId === accountId);
        const all = subject && (await context.loaders.of(this.keyPersonsBySubject).load(subject));
        return all?.find((person) => person.id === encodeId('KeyPerson', provinceId, id));
      }),
    );
    return persons.flatMap((person) => person ?? []);
  }

  // Open: whoever has the person was cleared for the account's section 3.
  @Open()
  @FieldResolver(() => Account, { nullable: true, description: 'Whose key person. 大客户' })
  account(@Root() { subject }: KeyPerson, @Ctx() context: RequestContext): Promise<object | null> {
    return this.neighbours.account(context, subject);
  }
}

/** The entry for having asked without any grant: refused, about nobody. */
function searchedNothing({ scope }: Viewer): Reading {
  return {
    provinceId: scope.provinceId,
    cityIds: scope.level >= 2 ? [scope.cityId] : [],
    unitIds: scope.level === 3 ? scope.unitIds : [],
    outcome: 'REFUSED',
    section: 'KEY_PERSONS',
    fields: [FIELD],
    accountIds: [],
    grantId: null,
    purpose: null,
    basis: `no grant; Article ${SECTION_POLICIES.KEY_PERSONS.article}`,
  };
}
