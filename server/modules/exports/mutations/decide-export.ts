import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { Export } from '../export.type';
import type { ExportService } from '../exports.service';

enum ExportDecision {
  APPROVE = 'APPROVE',
  REFUSE = 'REFUSE',
}

registerEnumType(ExportDecision, {
  name: 'ExportDecision',
  description: 'What the second person decides. 审批意见',
  valuesConfig: {
    APPROVE: { description: 'Let it be copied. 同意' },
    REFUSE: { description: 'Refuse it. 拒绝' },
  },
});

@InputType({ description: 'A second person’s decision. 审批导出' })
class DecideExportInput {
  @Field(() => ID, { description: 'The export. 导出' })
  exportId: string;

  @Field(() => ExportDecision, { description: 'Approve or refuse. 审批意见' })
  decision: ExportDecision;

  @Field(() => String, { nullable: true, description: 'Why; told to the requester. 理由' })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the decision. 审批结果' })
class DecideExportPayload {
  @Open()
  @Field(() => Export, { nullable: true, description: 'The decided export. 导出' })
  export: Export | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class DecideExport {
  constructor(private readonly service: ExportService) {}

  @Requires('exports:decide')
  @Mutation(() => DecideExportPayload, {
    description: 'Decide as custodian of the serving organisation or of one above it (Article 19). 审批导出',
  })
  decideExport(
    @Arg('input', () => DecideExportInput) input: DecideExportInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<DecideExportPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<DecideExportPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('Export', input.exportId, 'exportId');
        const { decision, reason = null } = input;
        const row = await this.service.decide(signedIn, { provinceId, id: key }, decision, reason);
        return { export: new Export(row, signedIn), clientMutationId };
      },
      { export: null, clientMutationId },
    );
  }
}
