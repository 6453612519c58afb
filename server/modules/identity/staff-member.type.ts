import { Field, ID, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { Node } from '../../graphql/node';
import { Role } from './role.type';

/** A member of staff in the graph. `organisation` is added by the organisations module. */
@ObjectType({ simpleResolvers: true, implements: Node, description: 'A member of staff. 员工' })
export class StaffMember {
  @Open()
  @Field(() => ID, { description: 'Global id. 标识' })
  id: string;

  @Open()
  @Field(() => String, { description: 'Name of the person. 姓名' })
  name: string;

  @Open()
  @Field(() => [Role], { description: 'Roles, sorted. 角色' })
  roles: Role[];

  @Open()
  @Field(() => Boolean, { description: 'False once disabled; a disabled person cannot sign in. 是否在用' })
  isActive: boolean;

  /** Login name; the graph tells it to holders of staff:read only. */
  username: string;
  /** 0 at the nation. */
  provinceId: number;
  /** The id inside the province. */
  key: number;
  organisationId: number;
}
