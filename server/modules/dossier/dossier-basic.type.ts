import { Field, ObjectType } from 'type-graphql';
import { Confidential, Internal, Open } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { DecimalScalar } from '../../graphql/scalars';
import { AccountCategory, Grade, Industry, type KeyAccount } from '../accounts/accounts.module';
import type { BasicValues } from './dossier-values';

/** 基本情况: section 1 (Article 17-1-1). Nothing is loaded before the first field that was cleared asks for it. */
@ObjectType({ simpleResolvers: true, description: 'Section 1 of a dossier, Article 17-1-1. 基本情况' })
export class DossierBasic implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly account: Pick<KeyAccount, 'name' | 'uscc' | 'industry' | 'category' | 'grade'>,
    private readonly values: () => Promise<BasicValues | null>,
  ) {}

  // Open, as they are on the account: every unit sees who is a key account, and of which grade.
  @Open()
  @Field(() => String, { description: 'Name. 单位名称' })
  get name(): string {
    return this.account.name;
  }

  @Open()
  @Field(() => Grade, { nullable: true, description: 'Grade; null until it is derived. 客户级别' })
  get grade(): Grade | null {
    return this.account.grade;
  }

  @Internal('BASIC')
  @Field(() => String, { nullable: true, description: 'Unified social credit code. 单位代码' })
  get unitCode(): string | null {
    return this.account.uscc;
  }

  @Internal('BASIC')
  @Field(() => Industry, { nullable: true, description: 'Industry, Article 9-2. 行业类别' })
  get industry(): KeyAccount['industry'] {
    return this.account.industry;
  }

  @Internal('BASIC')
  @Field(() => AccountCategory, { nullable: true, description: 'Comprehensive or professional. 用邮类别' })
  get useType(): AccountCategory | null {
    return this.account.category;
  }

  @Internal('BASIC')
  @Field(() => String, { nullable: true, description: 'Nature of the enterprise. 单位性质' })
  get nature(): Promise<string | null> {
    return this.value('nature');
  }

  @Internal('BASIC')
  @Field(() => String, { nullable: true, description: 'How it is served. 服务方式' })
  get serviceMode(): Promise<string | null> {
    return this.value('serviceMode');
  }

  @Internal('BASIC')
  @Field(() => String, { nullable: true, description: 'Legal representative. 法定代表人' })
  get legalRepresentative(): Promise<string | null> {
    return this.value('legalRepresentative');
  }

  @Internal('BASIC')
  @Field(() => String, { nullable: true, description: 'Size of the enterprise. 企业规模' })
  get size(): Promise<string | null> {
    return this.value('size');
  }

  @Internal('BASIC')
  @Field(() => String, { nullable: true, description: 'What it makes or sells. 主要产品' })
  get products(): Promise<string | null> {
    return this.value('products');
  }

  @Confidential('BASIC_FINANCE')
  @Field(() => DecimalScalar, { nullable: true, description: 'Yearly output in yuan. 年产值' })
  get annualOutput(): Promise<number | null> {
    return this.value('annualOutput');
  }

  @Confidential('BASIC_FINANCE')
  @Field(() => String, { nullable: true, description: 'Reputation. 信誉' })
  get reputation(): Promise<string | null> {
    return this.value('reputation');
  }

  @Confidential('BASIC_FINANCE')
  @Field(() => String, { nullable: true, description: 'Profit and loss. 盈亏情况' })
  get profitAndLoss(): Promise<string | null> {
    return this.value('profitAndLoss');
  }

  private async value<Name extends keyof BasicValues>(name: Name): Promise<BasicValues[Name] | null> {
    return (await this.values())?.[name] ?? null;
  }
}
