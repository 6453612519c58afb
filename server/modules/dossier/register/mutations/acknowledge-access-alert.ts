import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../../authz/field-class';
import { Requires } from '../../../../authz/verb';
import type { RequestContext } from '../../../../context/request-context';
import { expectId } from '../../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../../graphql/user-error';
import { AccessAlert } from '../access-alert.type';
import type { AccessAlertService } from '../access-alerts.service';

@InputType({ description: 'Which alert, and what was found out. 确认查阅预警' })
class AcknowledgeAccessAlertInput {
  @Field(() => ID, { description: 'The alert. 查阅预警' })
  alertId: string;

  @Field(() => String, { description: 'What was found out, 4 to 500 characters. 说明' })
  note: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the alert. 确认结果' })
class AcknowledgeAccessAlertPayload {
  @Open()
  @Field(() => AccessAlert, { nullable: true, description: 'The settled alert. 查阅预警' })
  alert: AccessAlert | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class AcknowledgeAccessAlert {
  constructor(private readonly alerts: AccessAlertService) {}

  @Requires('register:read')
  @Mutation(() => AcknowledgeAccessAlertPayload, {
    description: 'Settle an alert, never one about oneself (Article 19). 确认查阅预警',
  })
  acknowledgeAccessAlert(
    @Arg('input', () => AcknowledgeAccessAlertInput) input: AcknowledgeAccessAlertInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<AcknowledgeAccessAlertPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<AcknowledgeAccessAlertPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('AccessAlert', input.alertId, 'alertId');
        const row = await this.alerts.acknowledge(signedIn, { provinceId, alertId: key, note: input.note });
        return { alert: new AccessAlert(row), clientMutationId };
      },
      { alert: null, clientMutationId },
    );
  }
}
