import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import type { VisitRow } from './records';

/** 走访记录: a visit to the customer. */
@ObjectType({ simpleResolvers: true, description: 'A visit to the customer. 走访记录' })
export class Visit implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly row: VisitRow,
  ) {}

  @Confidential('RECORDS')
  @Field(() => Date, { nullable: true, description: 'When. 时间' })
  get at(): Date {
    return this.row.at;
  }

  @Confidential('RECORDS')
  @Field(() => String, { nullable: true, description: 'Who went, as named then. 走访人' })
  get staffName(): string {
    return this.row.staffName;
  }

  @Confidential('RECORDS')
  @Field(() => String, { nullable: true, description: 'Whom they met. 受访人' })
  get contactName(): string | null {
    return this.row.contactName;
  }

  @Confidential('RECORDS')
  @Field(() => String, { nullable: true, description: 'What about. 走访事项' })
  get topic(): string {
    return this.row.subject;
  }

  @Confidential('RECORDS')
  @Field(() => String, { nullable: true, description: 'What came of it. 走访结果' })
  get outcome(): string | null {
    return this.row.outcome;
  }
}
