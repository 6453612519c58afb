import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Confidential, Open } from '../../../authz/field-class';
import type { HasSubject, Subject } from '../../../authz/subject';

/** 掩码字段: what lists mask. */
export enum MaskedField {
  PHONE = 'PHONE',
  FAX = 'FAX',
  EMAIL = 'EMAIL',
}

registerEnumType(MaskedField, {
  name: 'MaskedField',
  description: 'What lists mask. 掩码字段',
  valuesConfig: {
    PHONE: { description: 'Telephone. 电话' },
    FAX: { description: 'Fax. 传真' },
    EMAIL: { description: 'E-mail. 电子邮箱' },
  },
});

/** 明文: one value that is masked in lists, shown for minutes and registered with the purpose (Article 19). */
@ObjectType({ simpleResolvers: true, description: 'One masked value, shown for a few minutes. 明文' })
export class RevealedValue implements HasSubject {
  constructor(
    readonly subject: Subject,
    value: string | null,
    until: Date,
  ) {
    this.value = value;
    this.until = until;
  }

  @Confidential('CONTACT')
  @Field(() => String, { nullable: true, description: 'The value; null where nothing was entered. 明文' })
  readonly value: string | null;

  @Open()
  @Field(() => Date, { description: 'When a client hides it again. 显示截止时间' })
  readonly until: Date;
}
