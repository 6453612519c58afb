import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Internal, Open } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { encodeId } from '../../graphql/global-id';
import { Organisation } from '../organisations/organisations.module';
import { AccountCategory, AccountStatus, Grade } from './account-enums';
import { Industry } from './industry.type';

/** An account as a row of the database. */
export interface AccountRow {
  provinceId: number;
  accountId: number;
  cityId: number;
  unitId: number;
  organisationId: number;
  accountNo: string;
  code: string | null;
  name: string;
  uscc: string | null;
  industryScheme: string | null;
  industryCode: string | null;
  category: AccountCategory | null;
  grade: Grade | null;
  status: AccountStatus;
  version: number;
}

/** 大客户: a customer of the post, served by one organisation (Article 13). */
@ObjectType({ simpleResolvers: true, description: 'A key account, served by one organisation. 大客户' })
export class Account implements HasSubject {
  constructor(
    readonly row: AccountRow,
    readonly subject: Subject,
    organisation: Organisation,
    industry: Industry | null,
  ) {
    this.organisation = organisation;
    this.industry = industry;
  }

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('Account', this.row.provinceId, this.row.accountId);
  }

  @Open()
  @Field(() => String, { description: 'Number in the province’s own books. 客户编号' })
  get accountNo(): string {
    return this.row.accountNo;
  }

  @Open()
  @Field(() => String, { nullable: true, description: 'Code issued under YZ/T 0030. 大客户代码' })
  get code(): string | null {
    return this.row.code;
  }

  @Open()
  @Field(() => String, { description: 'Name. 客户名称' })
  get name(): string {
    return this.row.name;
  }

  @Open()
  @Field(() => Organisation, { description: 'The organisation that serves it. 服务机构' })
  readonly organisation: Organisation;

  @Open()
  @Field(() => Grade, { nullable: true, description: 'Grade; null until it is derived. 客户级别' })
  get grade(): Grade | null {
    return this.row.grade;
  }

  @Open()
  @Field(() => AccountStatus, { description: 'Where it is in its registered life. 登记状态' })
  get status(): AccountStatus {
    return this.row.status;
  }

  @Open()
  @Field(() => Int, { description: 'Counts changes; pass it as `expectedVersion`. 版本号' })
  get version(): number {
    return this.row.version;
  }

  @Internal('BASIC')
  @Field(() => String, { nullable: true, description: 'Unified social credit code. 统一社会信用代码' })
  get uscc(): string | null {
    return this.row.uscc;
  }

  @Internal('BASIC')
  @Field(() => Industry, { nullable: true, description: 'Industry, Article 9-2. 行业' })
  readonly industry: Industry | null;

  @Internal('BASIC')
  @Field(() => AccountCategory, {
    nullable: true,
    description: 'Comprehensive or professional; null until it is derived. 使用类型',
  })
  get category(): AccountCategory | null {
    return this.row.category;
  }
}
