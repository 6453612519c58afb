import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { withUserErrors } from '../../../graphql/user-error';
import { staffMember } from '../identity.view';
import type { StaffService } from '../staff.service';
import { StaffPayload } from '../staff-payload.type';

@InputType({ description: 'Whom to disable. 停用员工' })
export class DisableStaffInput {
  @Field(() => ID, { description: 'Whom; not oneself. 员工' })
  staffId: string;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@InputType({ description: 'Whom to enable again. 启用员工' })
export class EnableStaffInput extends DisableStaffInput {}

@ObjectType({ simpleResolvers: true, description: 'The disabled member of staff. 停用结果' })
export class DisableStaffPayload extends StaffPayload {}

@ObjectType({ simpleResolvers: true, description: 'The enabled member of staff. 启用结果' })
export class EnableStaffPayload extends StaffPayload {}

/** Letting staff in or not (Article 3); nobody is ever deleted, the registers name them. */
@Resolver()
export class DisableStaffResolver {
  constructor(private readonly members: StaffService) {}

  @Requires('staff:manage')
  @Mutation(() => DisableStaffPayload, {
    description:
      'Shuts a member of staff and the service tokens they made out, within five seconds. 停用员工',
  })
  disableStaff(
    @Arg('input') input: DisableStaffInput,
    @Ctx() context: RequestContext,
  ): Promise<DisableStaffPayload> {
    return this.set(context, input, false);
  }

  @Requires('staff:manage')
  @Mutation(() => EnableStaffPayload, { description: 'Lets a member of staff sign in again. 启用员工' })
  enableStaff(
    @Arg('input') input: EnableStaffInput,
    @Ctx() context: RequestContext,
  ): Promise<EnableStaffPayload> {
    return this.set(context, input, true);
  }

  private set(
    { locale, signedIn }: RequestContext,
    { staffId, clientMutationId }: DisableStaffInput,
    isActive: boolean,
  ): Promise<StaffPayload> {
    return withUserErrors<StaffPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('StaffMember', staffId, 'staffId');
        const whom = { provinceId, staffId: key };
        const row = isActive
          ? await this.members.enable(signedIn, whom)
          : await this.members.disable(signedIn, whom);
        return { staff: staffMember(row), clientMutationId };
      },
      { staff: null, clientMutationId },
    );
  }
}
