import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import type { Section } from '../../../authz/sections';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { BusinessLine } from '../../../graphql/business-line';
import { expectId } from '../../../graphql/global-id';
import { MonthScalar, PeriodScalar } from '../../../graphql/scalars';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { AccountFilterInput } from '../../accounts/accounts.module';
import { DossierSection } from '../../dossier/dossier.module';
import { ExportFormat } from '../export-request';
import { Export } from '../export.type';
import type { ExportService } from '../exports.service';

@InputType({ description: 'Which board. 榜单' })
class ExportBoardInput {
  @Field(() => BusinessLine, { description: 'Line of business. 业务种类' })
  line: BusinessLine;

  @Field(() => PeriodScalar, { description: '2026, 2026-Q3 or 2026-10. 期间' })
  period: string;

  @Field(() => ID, { nullable: true, description: 'One’s own by default. 机构' })
  organisationId?: string | null;

  @Field(() => Int, { nullable: true, description: 'The published one by default. 版本' })
  version?: number | null;
}

@InputType({ description: 'What is to be copied, what for: one of accountIds, filter and board. 申请导出' })
class RequestExportInput {
  @Field(() => [ID], { nullable: true, description: 'These accounts, at most 10,000. 大客户' })
  accountIds?: string[] | null;

  @Field(() => AccountFilterInput, { nullable: true, description: 'The accounts it lets through. 筛选条件' })
  filter?: AccountFilterInput | null;

  @Field(() => ExportBoardInput, { nullable: true, description: 'The ranks of a board. 榜单' })
  board?: ExportBoardInput | null;

  @Field(() => [DossierSection], {
    nullable: true,
    description: 'Sections of the accounts, a table of each; a board has none. 档案内容',
  })
  sections?: Section[] | null;

  @Field(() => BusinessLine, { nullable: true, description: 'Line of USAGE; all by default. 业务种类' })
  usageLine?: BusinessLine | null;

  @Field(() => MonthScalar, { nullable: true, description: 'First month of USAGE; 12 by default. 起始月份' })
  usageFrom?: string | null;

  @Field(() => MonthScalar, {
    nullable: true,
    description: 'Last month of USAGE; the last complete one by default. 截止月份',
  })
  usageTo?: string | null;

  @Field(() => ExportFormat, { description: 'Format of the file. 文件格式' })
  format: ExportFormat;

  @Field(() => String, { description: 'What for, 4 to 500 characters; on the register and the file. 用途' })
  purpose: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the request. 申请结果' })
class RequestExportPayload {
  @Open()
  @Field(() => Export, { nullable: true, description: 'The request. 导出' })
  export: Export | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class RequestExport {
  constructor(private readonly service: ExportService) {}

  @Requires('exports:request')
  @Mutation(() => RequestExportPayload, {
    description:
      'Ask for a copy; over 100 rows of a table or key persons wait for a second person (Article 19). 申请导出',
  })
  requestExport(
    @Arg('input', () => RequestExportInput) input: RequestExportInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<RequestExportPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<RequestExportPayload>(
      locale,
      async () => {
        const ids = input.accountIds?.map((id) => expectId('Account', id, 'accountIds'));
        const row = await this.service.request(signedIn, {
          accounts: ids?.map(({ provinceId, key }) => ({ provinceId, accountId: key })) ?? null,
          filter: input.filter ?? null,
          board: input.board ?? null,
          sections: input.sections ?? [],
          usage: { line: input.usageLine ?? null, from: input.usageFrom ?? null, to: input.usageTo ?? null },
          format: input.format,
          purpose: input.purpose,
        });
        return { export: new Export(row, signedIn), clientMutationId };
      },
      { export: null, clientMutationId },
    );
  }
}
