import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { BusinessLine } from '../../graphql/business-line';
import { Role } from './role.type';
import { StaffMember } from './staff-member.type';

/** What kind of credential is asking. */
export enum ViewerKind {
  STAFF = 'STAFF',
  TOKEN = 'TOKEN',
}

registerEnumType(ViewerKind, {
  name: 'ViewerKind',
  description: 'Who is asking: a person or a service token. 访问者类别',
  valuesConfig: { STAFF: { description: '员工' }, TOKEN: { description: '服务令牌' } },
});

/** How far down the hierarchy a scope starts. */
export enum ScopeLevel {
  NATION = 'NATION',
  PROVINCE = 'PROVINCE',
  CITY = 'CITY',
  UNIT = 'UNIT',
}

registerEnumType(ScopeLevel, {
  name: 'ScopeLevel',
  description: 'Level of the organisation whose rows are in scope. 范围层级',
  valuesConfig: {
    NATION: { description: '全国' },
    PROVINCE: { description: '省' },
    CITY: { description: '市' },
    UNIT: { description: '县或基层单位' },
  },
});

/** Which rows the viewer sees: a place in the hierarchy, and for a professional bureau one line (Article 7). */
@ObjectType({ simpleResolvers: true, description: 'Which rows the viewer sees. 数据范围' })
export class ViewerScope {
  @Open()
  @Field(() => ScopeLevel, { description: 'Level of the scope. 层级' })
  level: ScopeLevel;

  @Open()
  @Field(() => BusinessLine, { nullable: true, description: 'The only line seen; null sees all. 业务种类' })
  line: BusinessLine | null;

  @Open()
  @Field(() => String, { description: 'Code of the viewer’s own organisation. 所属机构代码' })
  organisationCode: string;

  @Open()
  @Field(() => String, { nullable: true, description: 'Code of the province; null at the nation. 省代码' })
  provinceCode: string | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'Code of the city; null above it. 市代码' })
  cityCode: string | null;

  @Open()
  @Field(() => [String], { description: 'Codes of the county or unit and all below it. 基层单位代码' })
  unitCodes: string[];
}

/** Who is asking and what they may do. */
@ObjectType('Viewer', {
  simpleResolvers: true,
  description: 'Who is asking and what they may do. 当前访问者',
})
export class ViewerInfo {
  @Open()
  @Field(() => ViewerKind, { description: 'A person or a service token. 类别' })
  kind: ViewerKind;

  @Open()
  @Field(() => String, { description: 'Name of the person or token. 名称' })
  name: string;

  @Open()
  @Field(() => StaffMember, { nullable: true, description: 'The person; null for a service token. 员工' })
  staff: StaffMember | null;

  @Open()
  @Field(() => [Role], { description: 'Roles, none for a service token. 角色' })
  roles: Role[];

  @Open()
  @Field(() => [String], { description: 'What the viewer may do, `module:verb`, sorted. 权限' })
  capabilities: string[];

  @Open()
  @Field(() => ViewerScope, { description: 'Which rows the viewer sees. 数据范围' })
  scope: ViewerScope;
}
