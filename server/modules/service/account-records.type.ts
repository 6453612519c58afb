import { Field, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { Complaint } from './complaint.type';
import { Pickup } from './pickup.type';
import { Visit } from './visit.type';

/** How the records of an account are read, each list by itself. */
export interface RecordReaders {
  pickups(): Promise<Pickup[]>;
  visits(): Promise<Visit[]>;
  complaints(): Promise<Complaint[]>;
}

/** 各类记录: section 6 (Article 17-1-6). Nothing is loaded before a list that was cleared asks for it. */
@ObjectType({
  simpleResolvers: true,
  description: 'Section 6 of a dossier, Article 17-1-6; the newest 100 of each. 各类记录',
})
export class AccountRecords implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly readers: RecordReaders,
  ) {}

  @Confidential('RECORDS')
  @Field(() => [Pickup], { nullable: true, description: 'Pickups, newest first. 揽收记录' })
  get pickups(): Promise<Pickup[]> {
    return this.readers.pickups();
  }

  @Confidential('RECORDS')
  @Field(() => [Visit], { nullable: true, description: 'Visits, newest first. 走访记录' })
  get visits(): Promise<Visit[]> {
    return this.readers.visits();
  }

  @Confidential('COMPLAINTS')
  @Field(() => [Complaint], { nullable: true, description: 'Complaints, newest first. 投诉记录' })
  get complaints(): Promise<Complaint[]> {
    return this.readers.complaints();
  }
}
