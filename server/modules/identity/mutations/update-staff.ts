import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { withUserErrors } from '../../../graphql/user-error';
import { staffMember } from '../identity.view';
import { Role } from '../role.type';
import type { StaffService } from '../staff.service';
import { StaffPayload } from '../staff-payload.type';

@InputType({ description: 'What changes about a member of staff; what is absent stays. 修改员工' })
export class UpdateStaffInput {
  @Field(() => ID, { description: 'Whom. 员工' })
  staffId: string;

  @Field(() => String, { nullable: true, description: 'Name of the person. 姓名' })
  name?: string | null;

  @Field(() => [Role], { nullable: true, description: 'All roles from now on; not one’s own. 角色' })
  roles?: Role[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Organisation, in the administrator’s scope and the same province. 所属机构',
  })
  organisationId?: string | null;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The changed member of staff. 修改结果' })
export class UpdateStaffPayload extends StaffPayload {}

/** Changing staff (Article 3). */
@Resolver()
export class UpdateStaffResolver {
  constructor(private readonly members: StaffService) {}

  @Requires('staff:manage')
  @Mutation(() => UpdateStaffPayload, {
    description: 'Changes a member of staff inside the administrator’s scope. 修改员工',
  })
  updateStaff(
    @Arg('input') { staffId, organisationId, name, roles, clientMutationId }: UpdateStaffInput,
    @Ctx() { locale, signedIn }: RequestContext,
  ): Promise<UpdateStaffPayload> {
    return withUserErrors<UpdateStaffPayload>(
      locale,
      async () => {
        const staff = expectId('StaffMember', staffId, 'staffId');
        const organisation = organisationId
          ? expectId('Organisation', organisationId, 'organisationId')
          : null;
        const row = await this.members.update(
          signedIn,
          { provinceId: staff.provinceId, staffId: staff.key },
          { name, roles, organisationId: organisation?.key },
        );
        return { staff: staffMember(row), clientMutationId };
      },
      { staff: null, clientMutationId },
    );
  }
}
