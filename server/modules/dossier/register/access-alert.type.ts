import { Field, ID, ObjectType } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { connectionTypes } from '../../../graphql/connection';
import { encodeId } from '../../../graphql/global-id';
import type { AccessAlertRow } from './access-alert';

/**
 * 查阅预警: readings out of the ordinary (Article 19). Open, because only holders of register:read get one, and it holds
 * no value of a dossier. Accounts and people are added by the resolver.
 */
@ObjectType({
  simpleResolvers: true,
  description: 'Readings out of the ordinary, told to the custodian and the auditor, Article 19. 查阅预警',
})
export class AccessAlert {
  constructor(readonly row: AccessAlertRow) {}

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('AccessAlert', this.row.provinceId, this.row.id);
  }

  @Open()
  @Field(() => String, {
    description: 'MANY_DOSSIERS, ABOVE_OWN_MEAN, OFF_HOURS_L3, EX_UNIT_ACCESS, BREAK_GLASS. 预警类型',
  })
  get kind(): string {
    return this.row.kind;
  }

  @Open()
  @Field(() => Date, { description: 'When it was raised. 预警时间' })
  get at(): Date {
    return this.row.at;
  }

  @Open()
  @Field(() => String, { description: 'Name of the reader at that time. 查阅人姓名' })
  get readerName(): string {
    return this.row.staffName;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'Beginning of the time that was counted. 统计起始时间' })
  get windowFrom(): Date | null {
    return this.row.windowFrom;
  }

  @Open()
  @Field(() => String, { description: 'Numbers and times, never a value. 说明' })
  get detail(): string {
    return this.row.detail;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'When somebody settled it. 确认时间' })
  get acknowledgedAt(): Date | null {
    return this.row.acknowledgedAt;
  }

  @Open()
  @Field(() => String, { nullable: true, description: 'What was found out. 确认说明' })
  get acknowledgement(): string | null {
    return this.row.acknowledgement;
  }
}

const { Connection } = connectionTypes('AccessAlert', () => AccessAlert);

/** A page of alerts. */
export const AccessAlertConnection = Connection;
