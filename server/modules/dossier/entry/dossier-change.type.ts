import { Field, ID, ObjectType } from 'type-graphql';
import { BySection, Open } from '../../../authz/field-class';
import type { HasSection, Subject } from '../../../authz/subject';
import { connectionTypes } from '../../../graphql/connection';
import { encodeId } from '../../../graphql/global-id';
import { DossierSection } from '../dossier-section.type';
import { maskedContact } from '../masked';
import type { DossierChangeRow } from './dossier-change';
import type { EntrySection } from './entry-fields';

/**
 * 档案变更记录: one field as it was changed (Article 17-2). What is open here is so because the only way to a change is
 * the history of its section, which is gated by that section as it stands today.
 */
@ObjectType({ simpleResolvers: true, description: 'One field of a dossier as it was changed. 档案变更记录' })
export class DossierChange implements HasSection {
  constructor(
    readonly subject: Subject,
    readonly row: DossierChangeRow,
  ) {}

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('DossierChange', this.row.provinceId, this.row.id);
  }

  @Open()
  @Field(() => DossierSection, { description: 'Which section. 档案内容' })
  get section(): EntrySection {
    return this.row.section;
  }

  @Open()
  @Field(() => String, { description: 'Which field, by its name in the graph. 字段' })
  get field(): string {
    return this.row.field;
  }

  @Open()
  @Field(() => ID, { nullable: true, description: 'Of which key person, in section 3. 关键人物' })
  get keyPersonId(): string | null {
    const { provinceId, keyPersonId } = this.row;
    return keyPersonId === null ? null : encodeId('KeyPerson', provinceId, keyPersonId);
  }

  @BySection()
  @Field(() => String, {
    nullable: true,
    description: 'The value before; null for none; masked as in lists. 原值',
  })
  get oldValue(): string | null {
    return this.shown(this.row.oldValue);
  }

  @BySection()
  @Field(() => String, {
    nullable: true,
    description: 'The value after; null for none; masked as in lists. 新值',
  })
  get newValue(): string | null {
    return this.shown(this.row.newValue);
  }

  @Open()
  @Field(() => Date, { description: 'When it was entered. 变更时间' })
  get at(): Date {
    return this.row.at;
  }

  @Open()
  @Field(() => String, { description: 'Name of who entered it, as of then. 录入人' })
  get enteredByName(): string {
    return this.row.staffName;
  }

  // A history is a list, and what the customer was called by is masked in every list (Article 19).
  private shown(value: string | null): string | null {
    return this.row.section === 'CONTACT' ? maskedContact(this.row.field, value) : value;
  }
}

const { Connection } = connectionTypes('DossierChange', () => DossierChange);

/** A page of the history. */
export const DossierChangeConnection = Connection;
