import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import { ServiceTicket } from '../service-ticket.type';
import type { TicketService } from '../tickets.service';

@InputType({ description: 'Which call is over. 关闭工单' })
class CloseTicketInput {
  @Field(() => ID, { description: 'One’s own ticket. 客服工单' })
  ticketId: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of it. 工单结果' })
class CloseTicketPayload {
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
export class CloseTicket {
  constructor(private readonly tickets: TicketService) {}

  @Requires('tickets:open')
  @Mutation(() => CloseTicketPayload, {
    description: 'End one’s own ticket, and what it opened. 关闭工单',
  })
  closeTicket(
    @Arg('input', () => CloseTicketInput) input: CloseTicketInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<CloseTicketPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<CloseTicketPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('ServiceTicket', input.ticketId, 'ticketId');
        const row = await this.tickets.close(signedIn, provinceId, key);
        return { ticket: new ServiceTicket(row), clientMutationId };
      },
      { ticket: null, clientMutationId },
    );
  }
}
