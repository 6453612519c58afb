import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import type { ContactValues } from './dossier-values';

/**
 * 联系方式: section 2 (Article 17-1-2). Nothing is loaded before the first field that was cleared asks for it. What one is
 * called by is added by the resolver: it is masked in lists.
 */
@ObjectType({ simpleResolvers: true, description: 'Section 2 of a dossier, Article 17-1-2. 联系方式' })
export class DossierContact implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly values: () => Promise<ContactValues | null>,
  ) {}

  @Confidential('CONTACT')
  @Field(() => String, { nullable: true, description: 'Postal address. 地址' })
  get address(): Promise<string | null> {
    return this.value('address');
  }

  @Confidential('CONTACT')
  @Field(() => String, { nullable: true, description: 'Postcode. 邮政编码' })
  get postcode(): Promise<string | null> {
    return this.value('postcode');
  }

  @Confidential('CONTACT')
  @Field(() => String, { nullable: true, description: 'Whom to ask for. 联系人' })
  get contactName(): Promise<string | null> {
    return this.value('contactName');
  }

  /** One value as kept; null where nothing was entered. */
  async value(name: keyof ContactValues): Promise<string | null> {
    return (await this.values())?.[name] ?? null;
  }
}
