import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import type { HandlingRow } from './records';

/** 处理记录: a step in handling a complaint. */
@ObjectType({ simpleResolvers: true, description: 'A step in handling a complaint. 处理记录' })
export class Handling implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly row: HandlingRow,
  ) {}

  @Confidential('COMPLAINTS')
  @Field(() => Date, { nullable: true, description: 'When. 时间' })
  get at(): Date {
    return this.row.at;
  }

  @Confidential('COMPLAINTS')
  @Field(() => String, { nullable: true, description: 'Who did it, as named then. 处理人' })
  get staffName(): string {
    return this.row.staffName;
  }

  @Confidential('COMPLAINTS')
  @Field(() => String, { nullable: true, description: 'What was done. 处理情况' })
  get action(): string {
    return this.row.action;
  }

  @Confidential('COMPLAINTS')
  @Field(() => Boolean, { nullable: true, description: 'Whether it settled the complaint. 是否办结' })
  get isFinal(): boolean {
    return this.row.isFinal;
  }
}
