import { Field, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import type { KeyAccount } from '../accounts/accounts.module';
import { DossierBasic } from './dossier-basic.type';
import { DossierContact } from './dossier-contact.type';

/**
 * 信息档案: the dossier of an account (Article 17). It is there for whoever sees the account; what is in it is refused
 * field by field. Sections 3 to 8 are added by resolvers.
 */
@ObjectType({ simpleResolvers: true, description: 'The dossier of an account, Article 17. 信息档案' })
export class Dossier implements HasSubject {
  readonly subject: Subject;

  constructor(
    /** Whose dossier it is; not in the graph. */
    readonly account: KeyAccount,
    basic: DossierBasic,
    contact: DossierContact,
  ) {
    this.subject = account.subject;
    this.basic = basic;
    this.contact = contact;
  }

  @Open()
  @Field(() => DossierBasic, { nullable: true, description: 'Section 1; its fields are gated. 基本情况' })
  readonly basic: DossierBasic;

  @Open()
  @Field(() => DossierContact, { nullable: true, description: 'Section 2; its fields are gated. 联系方式' })
  readonly contact: DossierContact;
}
