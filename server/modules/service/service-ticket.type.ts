import { Field, ID, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { connectionTypes } from '../../graphql/connection';
import { encodeId } from '../../graphql/global-id';
import type { TicketRow } from './ticket';

/** 客服工单: what a call agent answers for. Open because nobody gets another's. */
@ObjectType({
  simpleResolvers: true,
  description: 'A call about one account, which opens of it what answering takes. 客服工单',
})
export class ServiceTicket {
  constructor(readonly row: TicketRow) {}

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('ServiceTicket', this.row.provinceId, this.row.ticketId);
  }

  @Open()
  @Field(() => String, { description: 'What the call is about. 事由' })
  get subject(): string {
    return this.row.subject;
  }

  @Open()
  @Field(() => Date, { description: 'When it was opened. 开始时间' })
  get validFrom(): Date {
    return this.row.validFrom;
  }

  @Open()
  @Field(() => Date, { description: 'First instant after it, unless it is closed before. 截止时间' })
  get validTo(): Date {
    return this.row.validTo;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'When it was closed. 关闭时间' })
  get closedAt(): Date | null {
    return this.row.closedAt;
  }

  @Open()
  @Field(() => Boolean, { description: 'Whether it is open now. 是否有效' })
  get isOpen(): boolean {
    return this.row.isOpen;
  }
}

const { Connection } = connectionTypes('ServiceTicket', () => ServiceTicket);

/** A page of tickets. */
export const ServiceTicketConnection = Connection;
