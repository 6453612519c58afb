import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { ServiceTicket } from '../service-ticket.type';
import type { TicketService } from '../tickets.service';

@InputType({ description: 'Who calls, and what about. 开立工单' })
class OpenTicketInput {
  @Field(() => ID, { description: 'The account. 大客户' })
  accountId: string;

  @Field(() => String, {
    description: 'What the call is about, 4 to 500 characters; kept on the register. 事由',
  })
  subject: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of it. 工单结果' })
class OpenTicketPayload {
  @Open()
  @Field(() => ServiceTicket, { nullable: true, description: 'The ticket. 客服工单' })
  ticket: ServiceTicket | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class OpenTicket {
  constructor(private readonly tickets: TicketService) {}

  @Requires('tickets:open')
  @Mutation(() => OpenTicketPayload, {
    description: 'Answer a call about one account; ends by itself after a day (Article 17-1-2). 开立工单',
  })
  openTicket(
    @Arg('input', () => OpenTicketInput) input: OpenTicketInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<OpenTicketPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<OpenTicketPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('Account', input.accountId, 'accountId');
        const request = { provinceId, accountId: key, subject: input.subject };
        const row = await this.tickets.open(signedIn, request);
        return { ticket: new ServiceTicket(row), clientMutationId };
      },
      { ticket: null, clientMutationId },
    );
  }
}
