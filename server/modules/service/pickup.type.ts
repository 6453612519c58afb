import { Field, Int, ObjectType } from 'type-graphql';
import { Confidential } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { BusinessLine } from '../../graphql/business-line';
import type { PickupRow } from './records';

/** 揽收记录: mail that was fetched from the customer. */
@ObjectType({ simpleResolvers: true, description: 'Mail that was picked up at the customer. 揽收记录' })
export class Pickup implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly row: PickupRow,
  ) {}

  @Confidential('RECORDS')
  @Field(() => Date, { nullable: true, description: 'When. 时间' })
  get at(): Date {
    return this.row.at;
  }

  @Confidential('RECORDS')
  @Field(() => BusinessLine, { nullable: true, description: 'Line of business. 业务种类' })
  get line(): BusinessLine {
    return this.row.line;
  }

  @Confidential('RECORDS')
  @Field(() => Int, { nullable: true, description: 'Pieces of mail. 件数' })
  get pieces(): number {
    return this.row.pieces;
  }

  @Confidential('RECORDS')
  @Field(() => String, { nullable: true, description: 'Who fetched it, as named then. 揽收人' })
  get staffName(): string {
    return this.row.staffName;
  }

  @Confidential('RECORDS')
  @Field(() => String, { nullable: true, description: 'Note. 备注' })
  get note(): string | null {
    return this.row.note;
  }
}
