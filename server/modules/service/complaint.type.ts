import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { ComplaintChannel } from './complaint-channel.type';
import { Handling } from './handling.type';
import type { ComplaintRow, HandlingRow } from './records';

/** 投诉记录: a complaint and what was done about it. */
@ObjectType({ simpleResolvers: true, description: 'A complaint and what was done about it. 投诉记录' })
export class Complaint implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly row: ComplaintRow,
    private readonly steps: () => Promise<HandlingRow[]>,
  ) {}

  @Confidential('COMPLAINTS')
  @Field(() => Date, { nullable: true, description: 'When. 时间' })
  get at(): Date {
    return this.row.at;
  }

  @Confidential('COMPLAINTS')
  @Field(() => ComplaintChannel, { nullable: true, description: 'Where it came in. 投诉渠道' })
  get channel(): ComplaintChannel {
    return ComplaintChannel[this.row.channel];
  }

  @Confidential('COMPLAINTS')
  @Field(() => String, { nullable: true, description: 'Who took it, as named then. 受理人' })
  get staffName(): string {
    return this.row.staffName;
  }

  @Confidential('COMPLAINTS')
  @Field(() => String, { nullable: true, description: 'What about. 投诉事项' })
  get topic(): string {
    return this.row.subject;
  }

  @Confidential('COMPLAINTS')
  @Field(() => String, { nullable: true, description: 'In detail. 投诉内容' })
  get detail(): string | null {
    return this.row.detail;
  }

  @Confidential('COMPLAINTS')
  @Field(() => [Handling], { nullable: true, description: 'What was done, as it went on. 处理记录' })
  get handlings(): Promise<Handling[]> {
    return this.steps().then((rows) => rows.map((row) => new Handling(this.subject, row)));
  }
}
