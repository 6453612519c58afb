import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { withUserErrors } from '../../../graphql/user-error';
import { staffMember } from '../identity.view';
import { Role } from '../role.type';
import type { StaffService } from '../staff.service';
import { StaffPayload } from '../staff-payload.type';

@InputType({ description: 'A member of staff to be added. 新增员工' })
export class CreateStaffInput {
  @Field(() => String, { description: 'Login name, unique over the nation: a-z 0-9 . _ -. 用户名' })
  username: string;

  @Field(() => String, { description: 'Name of the person. 姓名' })
  name: string;

  @Field(() => [Role], { description: 'At least one. 角色' })
  roles: Role[];

  @Field(() => ID, { description: 'Organisation, in the administrator’s scope. 所属机构' })
  organisationId: string;

  @Field(() => String, { nullable: true, description: 'First password, 10 to 128 characters. 初始密码' })
  password?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '`issuer|subject` at the outside issuer, instead of or beside a password. 外部身份标识',
  })
  externalSubject?: string | null;

  @Field(() => String, { nullable: true, description: 'Echoed in the payload. 客户端变更标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The new member of staff. 新增结果' })
export class CreateStaffPayload extends StaffPayload {}

/** Adding staff (Article 3). */
@Resolver()
export class CreateStaffResolver {
  constructor(private readonly members: StaffService) {}

  @Requires('staff:manage')
  @Mutation(() => CreateStaffPayload, {
    description: 'Adds a member of staff inside the administrator’s scope. 新增员工',
  })
  createStaff(
    @Arg('input') { organisationId, clientMutationId, ...staff }: CreateStaffInput,
    @Ctx() { locale, signedIn }: RequestContext,
  ): Promise<CreateStaffPayload> {
    return withUserErrors<CreateStaffPayload>(
      locale,
      async () => {
        const { key } = expectId('Organisation', organisationId, 'organisationId');
        const row = await this.members.create(signedIn, { ...staff, organisationId: key });
        return { staff: staffMember(row), clientMutationId };
      },
      { staff: null, clientMutationId },
    );
  }
}
