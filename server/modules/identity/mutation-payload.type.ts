import { Field, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { UserError } from '../../graphql/user-error';

/** What every payload carries; the payload types extend it. */
@ObjectType({ simpleResolvers: true })
export abstract class MutationPayload {
  @Open()
  @Field(() => String, { nullable: true, description: 'The input’s clientMutationId. 客户端变更标识' })
  clientMutationId?: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Expected refusals; empty where it worked. 业务错误' })
  userErrors: UserError[];
}
