import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BySection, Open } from '../../../authz/field-class';
import type { HasSection, Subject } from '../../../authz/subject';
import { connectionTypes } from '../../../graphql/connection';
import { encodeId } from '../../../graphql/global-id';
import { DossierSection } from '../dossier-section.type';
import { DossierProposalStatus, type DossierProposalRow } from './dossier-proposal';
import type { Changes, EntrySection } from './entry-fields';

registerEnumType(DossierProposalStatus, {
  name: 'DossierProposalStatus',
  description: 'Life of a proposal. 建议状态',
  valuesConfig: {
    PROPOSED: { description: 'Waits for the custodian. 待录入' },
    ENTERED: { description: 'Entered into the dossier. 已录入' },
    REJECTED: { description: 'Not entered. 已退回' },
  },
});

/** 建议内容: one proposed value. */
@ObjectType({ simpleResolvers: true, description: 'One proposed value. 建议内容' })
export class DossierProposedChange implements HasSection {
  constructor(
    readonly subject: Subject,
    readonly section: EntrySection,
    field: string,
    value: string | null,
  ) {
    this.field = field;
    this.value = value;
  }

  @Open()
  @Field(() => String, { description: 'Which field, by its name in the graph. 字段' })
  readonly field: string;

  @BySection()
  @Field(() => String, { nullable: true, description: 'The value; null empties the field. 新值' })
  readonly value: string | null;
}

/**
 * 建档建议: what an account manager proposes to enter (Article 17-2). What is open is so because only the proposer and
 * the serving custodian ever get one; the values are as confidential as their section, for these two as well.
 */
@ObjectType({ simpleResolvers: true, description: 'A proposal to enter values into a dossier. 建档建议' })
export class DossierProposal implements HasSection {
  constructor(
    readonly subject: Subject,
    readonly row: DossierProposalRow,
    private readonly values: () => Changes | null,
  ) {}

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('DossierProposal', this.row.provinceId, this.row.id);
  }

  @Open()
  @Field(() => DossierProposalStatus, { description: 'Where it stands. 状态' })
  get status(): DossierProposalStatus {
    return this.row.status;
  }

  @Open()
  @Field(() => DossierSection, { description: 'Which section. 档案内容' })
  get section(): EntrySection {
    return this.row.section;
  }

  @Open()
  @Field(() => [String], { description: 'Fields that are to change. 字段' })
  get fields(): string[] {
    return this.row.fields;
  }

  @BySection()
  @Field(() => [DossierProposedChange], {
    nullable: true,
    description: 'The values, kept while the proposal waits; null afterwards. 建议内容',
  })
  get changes(): DossierProposedChange[] | null {
    const { subject, section } = this;
    const values = this.values();
    return (
      values && Object.entries(values).map((entry) => new DossierProposedChange(subject, section, ...entry))
    );
  }

  @Open()
  @Field(() => String, { description: 'Why it is proposed. 理由' })
  get reason(): string {
    return this.row.reason;
  }

  @Open()
  @Field(() => String, { description: 'Name of who proposed it, as of then. 建议人' })
  get proposerName(): string {
    return this.row.staffName;
  }

  @Open()
  @Field(() => Date, { description: 'When it was proposed. 建议时间' })
  get proposedAt(): Date {
    return this.row.proposedAt;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'When it was entered or rejected. 处理时间' })
  get decidedAt(): Date | null {
    return this.row.decidedAt;
  }

  @Open()
  @Field(() => String, { nullable: true, description: 'Why it was decided so. 处理理由' })
  get decisionReason(): string | null {
    return this.row.decisionReason;
  }
}

const { Connection } = connectionTypes('DossierProposal', () => DossierProposal);

/** A page of proposals. */
export const DossierProposalConnection = Connection;
