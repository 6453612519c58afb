import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import type { Section } from '../../authz/sections';
import type { Viewer } from '../../authz/viewer';
import { connectionTypes } from '../../graphql/connection';
import { encodeId } from '../../graphql/global-id';
import { DossierSection } from '../dossier/dossier.module';
import { ExportFormat, ExportStatus, registerNumber, type ExportRow } from './export-request';

registerEnumType(ExportStatus, {
  name: 'ExportStatus',
  description: 'Life of an export. 导出状态',
  valuesConfig: {
    REQUESTED: { description: 'Waits for its second person. 待审批' },
    REFUSED: { description: 'Refused by the custodian. 已拒绝' },
    QUEUED: { description: 'Waits for its turn. 排队中' },
    RUNNING: { description: 'Is being written. 生成中' },
    READY: { description: 'Can be downloaded, once. 可下载' },
    DOWNLOADED: { description: 'Has been downloaded; the file is gone. 已下载' },
    EXPIRED: { description: 'Nobody fetched it within 24 hours; the file is gone. 已过期' },
    REVOKED: { description: 'A right ended; the file is gone. 已撤销' },
    FAILED: { description: 'There is no file; see failure. 失败' },
  },
});

registerEnumType(ExportFormat, {
  name: 'ExportFormat',
  description: 'Format of the file. 文件格式',
  valuesConfig: {
    CSV: { description: 'Text in UTF-8, tables below each other. 逗号分隔文本' },
    XLSX: { description: 'A workbook with a sheet per section. 电子表格' },
  },
});

/**
 * 导出: a copy of dossiers or of a board on its way out (Article 19). Open, because only its requester and who may decide
 * it get one, and it holds no value of a dossier. Accounts and people are added by the resolver.
 */
@ObjectType({
  simpleResolvers: true,
  description: 'A copy of dossiers or of a board, Article 19; never values. 导出',
})
export class Export {
  constructor(
    readonly row: ExportRow,
    private readonly viewer: Pick<Viewer, 'staffProvinceId' | 'staffId'>,
  ) {}

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('Export', this.row.provinceId, this.row.id);
  }

  @Open()
  @Field(() => String, { description: 'Stands on every sheet and on the register as request. 登记号' })
  get registerNumber(): string {
    return registerNumber(this.row);
  }

  @Open()
  @Field(() => ExportStatus, { description: 'Where it stands. 状态' })
  get status(): ExportStatus {
    return this.row.status;
  }

  @Open()
  @Field(() => ExportFormat, { description: 'Format of the file. 文件格式' })
  get format(): ExportFormat {
    return this.row.format;
  }

  @Open()
  @Field(() => [DossierSection], { description: 'What it copies. 档案内容' })
  get sections(): Section[] {
    return this.row.sections;
  }

  @Open()
  @Field(() => String, { description: 'What the copy is for. 用途' })
  get purpose(): string {
    return this.row.purpose;
  }

  @Open()
  @Field(() => Int, { description: 'Accounts asked for. 客户数' })
  get accountCount(): number {
    return this.row.accountIds.length;
  }

  @Open()
  @Field(() => Boolean, { description: 'Whether a second person decides. 是否需审批' })
  get isDecisionNeeded(): boolean {
    return this.row.needsDecision;
  }

  @Open()
  @Field(() => String, { description: 'Name of who asked, as of the request. 申请人姓名' })
  get requesterName(): string {
    return this.row.staffName;
  }

  @Open()
  @Field(() => Date, { description: 'When it was asked for. 申请时间' })
  get requestedAt(): Date {
    return this.row.requestedAt;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'When it was decided. 审批时间' })
  get decidedAt(): Date | null {
    return this.row.decidedAt;
  }

  @Open()
  @Field(() => String, { nullable: true, description: 'Why it was decided so. 审批理由' })
  get reason(): string | null {
    return this.row.reason;
  }

  @Open()
  @Field(() => Int, {
    nullable: true,
    description: 'Rows in the file; told to its requester only, as key persons can be counted by it. 行数',
  })
  get rowsWritten(): number | null {
    const { staffProvinceId, staffId } = this.viewer;
    const isOwn = this.row.staffProvinceId === staffProvinceId && this.row.staffId === staffId;
    return isOwn ? this.row.rowsWritten : null;
  }

  @Open()
  @Field(() => Int, {
    nullable: true,
    description: 'Accounts left out of tables because the requester may not read them. 未提供户数',
  })
  get rowsWithheld(): number | null {
    return this.row.rowsWithheld;
  }

  @Open()
  @Field(() => String, { nullable: true, description: 'Code of why there is no file. 失败原因' })
  get failure(): string | null {
    return this.row.failure;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'First instant at which the file is gone. 失效时间' })
  get expiresAt(): Date | null {
    return this.row.expiresAt;
  }

  @Open()
  @Field(() => String, {
    nullable: true,
    description: 'Where its requester downloads it once; null while there is no file. 下载地址',
  })
  get href(): string | null {
    return this.row.status === ExportStatus.READY ? `/exports/${this.id}` : null;
  }
}

const { Connection } = connectionTypes('Export', () => Export);

/** A page of exports. */
export const ExportConnection = Connection;
