import { responsePathAsArray, type GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Confidential, Open, Restricted } from '../../authz/field-class';
import type { LoaderKind } from '../../context/loaders';
import type { RequestContext } from '../../context/request-context';
import type { Subject } from '../../authz/subject';
import { Account, type KeyAccount } from '../accounts/accounts.module';
import { DossierBasic } from './dossier-basic.type';
import { DossierContact } from './dossier-contact.type';
import { maskedEmail, maskedNumber } from './masked';
import { basicBySubject, contactBySubject } from './dossier.loaders';
import { Dossier } from './dossier.type';
import { KeyPerson } from './key-person.type';

/** `Account.dossier`: costs nothing until a cleared field inside is read. */
@Resolver(() => Account)
export class AccountDossierResolver {
  @Open()
  @FieldResolver(() => Dossier, {
    nullable: true,
    description: 'The dossier; its fields are refused one by one (Article 19). 信息档案',
  })
  dossier(@Root() account: KeyAccount, @Ctx() { loaders }: RequestContext): Dossier {
    const { subject } = account;
    return new Dossier(
      account,
      new DossierBasic(subject, account, () => loaders.of(basicBySubject).load(subject)),
      new DossierContact(subject, () => loaders.of(contactBySubject).load(subject)),
    );
  }
}

/** What the customer is called by: whole on one account, masked wherever the path goes through a list (Article 19). */
@Resolver(() => DossierContact)
export class DossierContactResolver {
  @Confidential('CONTACT')
  @FieldResolver(() => String, { nullable: true, description: 'Telephone; masked in lists. 电话' })
  async phone(@Root() contact: DossierContact, @Info() info: GraphQLResolveInfo): Promise<string | null> {
    const phone = await contact.value('phone');
    return isInList(info) ? maskedNumber(phone) : phone;
  }

  @Confidential('CONTACT')
  @FieldResolver(() => String, { nullable: true, description: 'Fax; masked in lists. 传真' })
  async fax(@Root() contact: DossierContact, @Info() info: GraphQLResolveInfo): Promise<string | null> {
    const fax = await contact.value('fax');
    return isInList(info) ? maskedNumber(fax) : fax;
  }

  @Confidential('CONTACT')
  @FieldResolver(() => String, { nullable: true, description: 'E-mail; masked in lists. 电子邮箱' })
  async email(@Root() contact: DossierContact, @Info() info: GraphQLResolveInfo): Promise<string | null> {
    const email = await contact.value('email');
    return isInList(info) ? maskedEmail(email) : email;
  }
}

/** `Dossier.keyPersons`, the one way to section 3. */
@Resolver(() => Dossier)
export class KeyPersonsResolver {
  constructor(private readonly keyPersonsBySubject: LoaderKind<Subject, KeyPerson[] | null>) {}

  @Restricted('KEY_PERSONS')
  @FieldResolver(() => [KeyPerson], {
    nullable: true,
    description: 'Section 3, under a live grant only; each reading is registered (Article 19). 关键人物',
  })
  async keyPersons(
    @Root() { subject }: Dossier,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<KeyPerson[] | null> {
    const persons = await context.loaders.of(this.keyPersonsBySubject).load(subject);
    if (persons === null) context.withheld.add(info, 'KEY_PERSONS'); // the grant ended after it was registered
    return persons;
  }
}

/** Whether the value is read as one of many. */
const isInList = ({ path }: GraphQLResolveInfo): boolean =>
  responsePathAsArray(path).some((step) => typeof step === 'number');
