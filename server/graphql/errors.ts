import { GraphQLError } from 'graphql';

/** Every error code of the graph: when it is raised and what to do. Printed to schema/errors.md. */
export const ERROR_CODES = {
  UNAUTHENTICATED: [
    '请先登录',
    'Sign in first',
    'No or no longer valid credentials: sign in, or refresh the access token.',
  ],
  FORBIDDEN: [
    '无权执行此操作',
    'You may not do this',
    'The capability is missing: ask your administrator for the role that has it.',
  ],
  FIELD_WITHHELD: [
    '按保密规定未提供该字段',
    'The field is withheld by the rules of confidentiality',
    'Request access with a purpose (`requestDossierAccess`), or leave the field out.',
  ],
  REGISTER_UNAVAILABLE: [
    '查阅登记暂不可用,保密信息未提供',
    'The access register cannot be written, so confidential values are withheld',
    'Try again later; everything open still answers.',
  ],
  BAD_USER_INPUT: ['输入有误', 'The input is not valid', 'Mend the argument that the message names.'],
  NOT_FOUND: ['未找到', 'Not found', 'The object does not exist, or not in your scope.'],
  CONFLICT: [
    '数据已被他人修改',
    'The object was changed by somebody else',
    'Read it again and repeat with the new version.',
  ],
  RATE_LIMITED: [
    '尝试过于频繁,请稍后再试',
    'Too many attempts, try again later',
    'Wait for `retryAfterSeconds`.',
  ],
  QUERY_TOO_COMPLEX: [
    '查询过于复杂',
    'The query asks for too much',
    'Ask for fewer levels, aliases or rows.',
  ],
  INVALID_CREDENTIALS: [
    '用户名或密码错误',
    'Wrong user name or password',
    'Check both; after several failures the account is locked for a while.',
  ],
  USERNAME_TAKEN: [
    '用户名或外部标识已被占用',
    'The user name or outside subject is taken',
    'Choose another; names are unique over the whole nation.',
  ],
  WEAK_PASSWORD: ['密码不符合要求', 'The password is too weak', 'Choose a longer one without the user name.'],
  OWN_ACCOUNT: [
    '不得更改本人的角色、机构或停用本人',
    'One may not change one’s own roles or organisation, or disable oneself',
    'Another administrator of your organisation or above does it.',
  ],
  PERIOD_NOT_OVER: ['期间尚未结束', 'The period is not over', 'Close it after its last day (Asia/Shanghai).'],
  PERIOD_CLOSED: ['期间已关闭', 'The period is closed already', 'Give a reason to publish a restatement.'],
  INVALID_STATE: [
    '当前状态不允许此操作',
    'The present state does not allow this',
    'Read the object again; someone may have decided it.',
  ],
  OWN_REQUEST: [
    '不得审批本人的申请',
    'One may not decide one’s own request',
    'Another custodian of the serving organisation decides.',
  ],
  SECTION_NOT_GRANTABLE: [
    '该档案内容不能授权给您查阅',
    'You cannot be granted these sections',
    'Leave the named sections out: you read them by right already, or the rules never open them to your role.',
  ],
  SECTION_NOT_BY_RIGHT: [
    '该档案内容并非您依职责可查阅',
    'You do not read these sections by right',
    'Leave the named sections or accounts out, or ask for access (`requestDossierAccess`).',
  ],
  GRANT_EXISTS: [
    '已有相同内容的申请或许可',
    'A request or live grant covers these sections already',
    'Use the grant, wait for its decision, or revoke it first.',
  ],
  TICKET_EXISTS: [
    '该客户已有未关闭的工单',
    'You have an open ticket about this account',
    'Go on with that ticket, or close it first.',
  ],
  TOO_MANY_TICKETS: ['未关闭的工单过多', 'Too many open tickets', 'Close a ticket whose call is over.'],
  EXPORT_EMPTY: [
    '没有可导出的内容',
    'There is nothing to export',
    'Nothing was selected, or you may read none of it: check the selection, or request access first.',
  ],
  EXPORT_TOO_LARGE: ['导出内容过多', 'The export is too large', 'Narrow the selection.'],
  EXPORT_REVOKED: [
    '查阅权限已终止,导出已撤销',
    'A right that the export was made under has ended',
    'Request access again, then a new export.',
  ],
  EXPORT_SPENT: [
    '导出文件已下载或已过期',
    'The file was downloaded already, or its time is over',
    'Request a new export; a file can be downloaded once, within 24 hours.',
  ],
  PERSONAL_DATA_REFUSED: [
    '不得录入身份证号码或未成年人信息',
    'Identity-card numbers and data of minors are not kept',
    'Leave them out of the field that the message names.',
  ],
  REVIEW_OVERDUE: [
    '此前的紧急查阅逾期未复核',
    'An earlier emergency access was not reviewed in time',
    'The custodian who decides reviews it first (`reviewBreakGlass`); a request works as ever.',
  ],
  INTERNAL: ['系统内部错误', 'Internal error', 'Report the `requestId`.'],
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

/** Message languages, chosen by Accept-Language. */
export type Locale = 'zh' | 'en';

/** The constant message of a code. */
export function messageOf(code: ErrorCode, locale: Locale): string {
  return ERROR_CODES[code][locale === 'zh' ? 0 : 1];
}

/** An expected refusal. `detail` names what, where and how to mend it; it never tells a value one may not read. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail?: string,
    readonly options: { field?: string; params?: Record<string, string | number> } = {},
  ) {
    super(detail ?? ERROR_CODES[code][1]);
    this.name = 'DomainError';
  }

  /** As a top-level GraphQL error. */
  toGraphQL(locale: Locale): GraphQLError {
    const message = [messageOf(this.code, locale), this.detail].filter(Boolean).join(': ');
    return new GraphQLError(message, { extensions: { code: this.code, ...this.options.params } });
  }
}
