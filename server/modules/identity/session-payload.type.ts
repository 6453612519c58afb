import { Field, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { MutationPayload } from './mutation-payload.type';
import { StaffMember } from './staff-member.type';

/** A payload with the tokens of a session; all null where nobody was let in. */
@ObjectType({ simpleResolvers: true })
export abstract class SessionPayload extends MutationPayload {
  @Open()
  @Field(() => String, { nullable: true, description: 'For `Authorization: Bearer`. 访问令牌' })
  accessToken: string | null;

  @Open()
  @Field(() => String, {
    nullable: true,
    description: 'For one `refreshSession`; good for 12 hours. 刷新令牌',
  })
  refreshToken: string | null;

  @Open()
  @Field(() => Date, { nullable: true, description: 'When the access token ends. 到期时间' })
  expiresAt: Date | null;

  @Open()
  @Field(() => StaffMember, { nullable: true, description: 'Who is signed in. 员工' })
  staff: StaffMember | null;
}
