import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import type { Section } from '../../authz/sections';
import { connectionTypes } from '../../graphql/connection';
import { encodeId } from '../../graphql/global-id';
import { AccessGrantStatus, BreakGlassReview, BreakGlassVerdict, type AccessGrantRow } from './access-grant';
import { DossierSection } from './dossier-section.type';

registerEnumType(AccessGrantStatus, {
  name: 'AccessGrantStatus',
  description: 'Life of a request to read a dossier. 查阅许可状态',
  valuesConfig: {
    REQUESTED: { description: 'Waits for the custodian. 待审批' },
    GRANTED: { description: 'Live. 有效' },
    REFUSED: { description: 'Refused by the custodian. 已拒绝' },
    REVOKED: { description: 'Withdrawn, or ended before its time. 已撤销' },
    EXPIRED: { description: 'Its time is over. 已过期' },
  },
});

registerEnumType(BreakGlassVerdict, {
  name: 'BreakGlassVerdict',
  description: 'What the review of a break-glass access found. 复核结论',
  valuesConfig: {
    JUSTIFIED: { description: 'It was an emergency. 情况属实' },
    UNJUSTIFIED: { description: 'It was not; what is left of the hour ends. 情况不实' },
  },
});

registerEnumType(BreakGlassReview, {
  name: 'BreakGlassReview',
  description: 'How far the review of a break-glass access is. 复核情况',
  valuesConfig: {
    PENDING: { description: 'Not reviewed yet, overdue ones included. 待复核' },
    OVERDUE: { description: 'Not reviewed in time. 逾期未复核' },
    DONE: { description: 'Reviewed. 已复核' },
  },
});

/**
 * 查阅许可: permission to read sections of one dossier for a purpose and a time (Article 19). All of it is open because
 * only the requester and the serving custodian ever get one. Account and people are added by the resolver.
 */
@ObjectType({
  simpleResolvers: true,
  description: 'A request or permission to read sections of one dossier, Article 19. 查阅许可',
})
export class AccessGrant {
  constructor(readonly row: AccessGrantRow) {}

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('AccessGrant', this.row.provinceId, this.row.id);
  }

  @Open()
  @Field(() => AccessGrantStatus, { description: 'Where it stands. 状态' })
  get status(): AccessGrantStatus {
    return this.row.status;
  }

  @Open()
  @Field(() => [DossierSection], { description: 'What it opens. 档案内容' })
  get sections(): Section[] {
    return this.row.sections;
  }

  @Open()
  @Field(() => String, { description: 'What the reading is for. 查阅目的' })
  get purpose(): string {
    return this.row.purpose;
  }

  @Open()
  @Field(() => String, { description: 'Name of who asked, as of the request. 申请人姓名' })
  get requesterName(): string {
    return this.row.staffName;
  }

  @Open()
  @Field(() => Int, {
    nullable: true,
    description: 'Hours asked for; null for as long as the rules allow. 申请时长(小时)',
  })
  get requestedHours(): number | null {
    return this.row.requestedHours;
  }

  @Open()
  @Field(() => Date, { description: 'When it was asked for. 申请时间' })
  get requestedAt(): Date {
    return this.row.requestedAt;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'When it was granted or refused. 审批时间' })
  get decidedAt(): Date | null {
    return this.row.decidedAt;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'First instant of the permission. 生效时间' })
  get validFrom(): Date | null {
    return this.row.validFrom;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'First instant after it. 失效时间' })
  get validTo(): Date | null {
    return this.row.validTo;
  }

  @Open()
  @Field(() => String, { nullable: true, description: 'Why it was decided or revoked so. 审批或撤销理由' })
  get reason(): string | null {
    return this.row.reason;
  }

  @Open()
  @Field(() => Boolean, {
    description: 'Whether the organisation above decides: the serving custodian asked. 是否由上级审批',
  })
  get isDecidedAbove(): boolean {
    return this.row.needsSuperior;
  }

  @Open()
  @Field(() => Boolean, { description: 'Whether it was taken in an emergency, undecided. 是否紧急查阅' })
  get isBreakGlass(): boolean {
    return this.row.isBreakGlass;
  }

  @Open()
  @Field(() => Date, {
    nullable: true,
    description: 'First instant at which its review is overdue. 复核期限',
  })
  get reviewDue(): Date | null {
    return this.row.reviewDue;
  }

  @Open()
  @Field(() => Boolean, { description: 'Whether its review is overdue. 是否逾期未复核' })
  get isReviewOverdue(): boolean {
    return this.row.isReviewOverdue;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'When it was reviewed. 复核时间' })
  get reviewedAt(): Date | null {
    return this.row.reviewedAt;
  }

  @Open()
  @Field(() => BreakGlassVerdict, { nullable: true, description: 'What the review found. 复核结论' })
  get reviewVerdict(): BreakGlassVerdict | null {
    return this.row.reviewVerdict;
  }

  @Open()
  @Field(() => String, { nullable: true, description: 'Note of the review. 复核意见' })
  get reviewNote(): string | null {
    return this.row.reviewNote;
  }
}

const { Connection } = connectionTypes('AccessGrant', () => AccessGrant);

/** A page of grants. */
export const AccessGrantConnection = Connection;
