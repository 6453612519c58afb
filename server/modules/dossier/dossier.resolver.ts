import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Open, Restricted } from '../../authz/field-class';
import type { LoaderKind } from '../../context/loaders';
import type { RequestContext } from '../../context/request-context';
import type { Subject } from '../../authz/subject';
import { Account } from '../accounts/accounts.module';
import { DossierBasic } from './dossier-basic.type';
import { DossierContact } from './dossier-contact.type';
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
  dossier(@Root() { subject }: Account, @Ctx() { loaders }: RequestContext): Dossier {
    return new Dossier(
      subject,
      new DossierBasic(subject, () => loaders.of(basicBySubject).load(subject)),
      new DossierContact(subject, () => loaders.of(contactBySubject).load(subject)),
    );
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
