import { Field, ID, ObjectType } from 'type-graphql';
import { Open } from '../../authz/field-class';

/** A credential of another system; the secret itself is shown once, when it is made. */
@ObjectType({ simpleResolvers: true, description: 'A credential of another system. 服务令牌' })
export class ServiceToken {
  @Open()
  @Field(() => ID, { description: 'Global id. 标识' })
  id: string;

  @Open()
  @Field(() => String, { description: 'What it is for. 名称' })
  name: string;

  @Open()
  @Field(() => String, { description: 'Code of the organisation it acts for. 机构代码' })
  organisationCode: string;

  @Open()
  @Field(() => [String], { description: 'What it may do, sorted. 权限' })
  capabilities: string[];

  @Open()
  @Field(() => Date, { description: 'When it was made. 创建时间' })
  createdAt: Date;

  @Open()
  @Field(() => Date, { description: 'When it ends. 到期时间' })
  expiresAt: Date;

  @Open()
  @Field(() => Date, { nullable: true, description: 'Last use, to the minute; null: never. 最近使用时间' })
  lastUsedAt: Date | null;

  @Open()
  @Field(() => Date, { nullable: true, description: 'When it was revoked; null: it was not. 撤销时间' })
  revokedAt: Date | null;

  /** The id in the database. */
  key: number;
}
