import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { RegisteredSection as RegisteredSectionName } from '../../../authz/access-register';
import { Open } from '../../../authz/field-class';
import { connectionTypes } from '../../../graphql/connection';
import { encodeId } from '../../../graphql/global-id';
import { RegisterOutcome, type RegisterRow } from './access-register-entry';
import { RegisteredSection } from './registered-section.type';

registerEnumType(RegisterOutcome, {
  name: 'RegisterOutcome',
  description: 'What became of an attempt to read. 登记结果',
  valuesConfig: {
    READ: { description: 'The values were read. 已查阅' },
    REFUSED: { description: 'The values were withheld. 已拒绝' },
  },
});

/**
 * 查阅登记: one reading or refusal (Article 19). Open, because only holders of register:read get one, and it holds no
 * value of a dossier. Accounts and people are added by the resolver.
 */
@ObjectType({
  simpleResolvers: true,
  description: 'One reading of confidential fields, or its refusal, Article 19. 查阅登记',
})
export class AccessRegisterEntry {
  constructor(readonly row: RegisterRow) {}

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('AccessRegisterEntry', this.row.provinceId, this.row.id);
  }

  @Open()
  @Field(() => Date, { description: 'When, before the answer left. 时间' })
  get at(): Date {
    return this.row.at;
  }

  @Open()
  @Field(() => RegisterOutcome, { description: 'Read or refused. 结果' })
  get outcome(): RegisterOutcome {
    return this.row.outcome;
  }

  @Open()
  @Field(() => RegisteredSection, { description: 'What was read. 登记内容' })
  get section(): RegisteredSectionName {
    return this.row.section;
  }

  @Open()
  @Field(() => [String], { description: 'Fields the operation selected, `Type.field`. 字段' })
  get fields(): string[] {
    return this.row.fields;
  }

  @Open()
  @Field(() => String, {
    description: 'Name of the reader, or of the service token, at that time. 查阅人姓名',
  })
  get readerName(): string {
    return this.row.staffName;
  }

  @Open()
  @Field(() => [String], { description: 'Roles of the reader at that time. 查阅人角色' })
  get readerRoles(): string[] {
    return this.row.staffRoles;
  }

  @Open()
  @Field(() => Boolean, { description: 'Whether a service token read. 是否服务令牌' })
  get isToken(): boolean {
    return this.row.isToken;
  }

  @Open()
  @Field(() => String, {
    nullable: true,
    description:
      'Purpose of the grant; told to its holder, the serving custodian and the auditor only. 查阅目的',
  })
  get purpose(): string | null {
    return this.row.purpose;
  }

  @Open()
  @Field(() => String, { description: 'The rule that decided. 依据' })
  get basis(): string {
    return this.row.basis;
  }

  @Open()
  @Field(() => String, { nullable: true, description: 'Name of the operation. 操作名称' })
  get operationName(): string | null {
    return this.row.operationName;
  }

  @Open()
  @Field(() => String, { description: 'Hash of the operation’s document. 操作摘要' })
  get operationHash(): string {
    return this.row.operationHash;
  }

  @Open()
  @Field(() => String, { description: 'The request, as in its answer. 请求标识' })
  get requestId(): string {
    return this.row.requestId;
  }
}

const { Connection } = connectionTypes('AccessRegisterEntry', () => AccessRegisterEntry);

/** A page of the register. */
export const AccessRegisterEntryConnection = Connection;
