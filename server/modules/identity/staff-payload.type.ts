import { Field, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { StaffMember } from './staff-member.type';
import { MutationPayload } from './mutation-payload.type';

/** A payload with the changed member of staff. */
@ObjectType({ simpleResolvers: true })
export abstract class StaffPayload extends MutationPayload {
  @Open()
  @Field(() => StaffMember, { nullable: true, description: 'As changed; null where refused. 员工' })
  staff: StaffMember | null;
}
