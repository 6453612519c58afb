import { registerEnumType } from 'type-graphql';
import { Role } from '../../authz/capabilities';

registerEnumType(Role, {
  name: 'Role',
  description: 'What a member of staff is; several roles add up. 角色',
  valuesConfig: {
    ADMIN: { description: 'Manages organisations, staff and tokens; opens no dossier. 系统管理员' },
    DIRECTOR: { description: 'Leads a unit, sees its boards and imports its data. 单位负责人' },
    ACCOUNT_MANAGER: { description: 'Looks after key accounts (item 11). 客户经理' },
    MARKETER: { description: 'Develops new accounts. 营销人员' },
    CUSTODIAN: { description: 'Designated keeper of the dossiers (Article 19). 档案指定专人' },
    TARIFF_OFFICER: { description: 'Applies and approves discounts. 资费管理员' },
    CREDIT_OFFICER: { description: 'Watches credit and arrears. 信用管理员' },
    AUDITOR: { description: 'Audits and inspects. 稽查审计人员' },
    ANALYST: { description: 'Analyses usage and boards. 经营分析员' },
    CALL_AGENT: { description: 'Answers for customers at 11185. 客服坐席' },
    INGEST: { description: 'Feeds accounts and usage in. 数据导入员' },
  },
});

export { Role };
