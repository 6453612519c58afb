import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Open } from '../authz/field-class';
import { connectionTypes } from '../graphql/connection';
import { BigIntScalar } from '../graphql/scalars';

/** 导入种类: what a file holds. */
export enum ImportKindEnum {
  ACCOUNTS = 'ACCOUNTS',
  USAGE = 'USAGE',
  ORGANISATIONS = 'ORGANISATIONS',
}

/** 导入状态. */
export enum ImportStatusEnum {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  FAILED = 'FAILED',
}

registerEnumType(ImportKindEnum, {
  name: 'ImportKind',
  description: 'What an imported file holds. 导入种类',
  valuesConfig: {
    ACCOUNTS: { description: 'Key accounts. 大客户' },
    USAGE: { description: 'Monthly usage and revenue. 用邮量与用邮收入' },
    ORGANISATIONS: { description: 'Organisations. 机构' },
  },
});
registerEnumType(ImportStatusEnum, {
  name: 'ImportStatus',
  description: 'Where an import is. 导入状态',
  valuesConfig: {
    QUEUED: { description: 'Waits for its turn. 排队中' },
    RUNNING: { description: 'Is being read and written. 进行中' },
    DONE: { description: 'All good rows are written. 已完成' },
    FAILED: { description: 'Nothing was written. 失败' },
  },
});

/** A row that was not imported; holds the file's values, so its parent field decides who sees it. */
@ObjectType({ simpleResolvers: true, description: 'A row that was not imported. 错误行' })
export class ImportError {
  @Open()
  @Field(() => BigIntScalar, { description: 'Line of the file where the row starts. 行号' })
  line: string;

  @Open()
  @Field(() => String, { description: 'The row as given. 输入行' })
  inputRow: string;

  @Open()
  @Field(() => String, { description: 'Why it is bad, in Chinese and English. 错误原因' })
  reason: string;
}

/** 导入任务: one file on its way in. Counts are final once it is DONE. */
@ObjectType({ simpleResolvers: true, description: 'One imported file. 导入任务' })
export class ImportJob {
  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  id: string;

  @Open()
  @Field(() => ImportKindEnum, { description: 'What the file holds. 导入种类' })
  kind: ImportKindEnum;

  @Open()
  @Field(() => ImportStatusEnum, { description: 'Where it is. 导入状态' })
  status: ImportStatusEnum;

  @Open()
  @Field(() => Boolean, { description: 'Whether everything was checked and nothing written. 是否试运行' })
  isDryRun: boolean;

  @Open()
  @Field(() => String, { description: 'Name of the file. 文件名' })
  fileName: string;

  @Open()
  @Field(() => BigIntScalar, { description: 'Rows read. 读入行数' })
  rowsRead: string;

  @Open()
  @Field(() => BigIntScalar, { description: 'Rows that were new. 新增行数' })
  rowsNew: string;

  @Open()
  @Field(() => BigIntScalar, { description: 'Rows that changed what was there. 变更行数' })
  rowsChanged: string;

  @Open()
  @Field(() => BigIntScalar, { description: 'Rows that were there already. 未变行数' })
  rowsSame: string;

  @Open()
  @Field(() => BigIntScalar, { description: 'Rows that were not imported. 错误行数' })
  rowsBad: string;

  @Open()
  @Field(() => Date, { description: 'When it was filed. 提交时间' })
  createdAt: Date;

  @Open()
  @Field(() => Date, { nullable: true, description: 'When it ended. 结束时间' })
  finishedAt: Date | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'Why nothing was written. 失败原因' })
  failure: string | null;

  @Open()
  @Field(() => String, {
    nullable: true,
    description: 'Where to download the bad rows; null without any, or without the right. 错误文件地址',
  })
  errorsHref: string | null;
}

/** A page of import jobs. */
export const { Connection: ImportJobConnection } = connectionTypes('ImportJob', () => ImportJob);
