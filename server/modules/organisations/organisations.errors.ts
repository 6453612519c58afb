import { DomainError } from '../../graphql/errors';

const refuse =
  (code: 'BAD_USER_INPUT' | 'NOT_FOUND' | 'INVALID_STATE') =>
  (field: string, chinese: string, english: string, params?: Record<string, string | number>): DomainError =>
    new DomainError(code, `${chinese} / ${english}`, { field, params });
const badInput = refuse('BAD_USER_INPUT');
const badState = refuse('INVALID_STATE');

/** Unknown, ended, or outside the scope of whoever asks: all alike. */
export const organisationUnknown = (field: string): DomainError =>
  refuse('NOT_FOUND')(field, '机构不存在或不在本级管辖范围', 'No such organisation in your scope');

export const codeMalformed = (): DomainError =>
  badInput('code', '机构代码应为六位数字', 'A code is six digits');

export const codeTaken = (code: string): DomainError =>
  badInput('code', `机构代码 ${code} 已被使用`, `The code ${code} is taken`);

export const nameMalformed = (): DomainError =>
  badInput('name', '机构名称应为 1 至 100 字', 'A name has 1 to 100 characters');

/** Half-open versions by business date: what was, stays as it was. */
export const dateIsPast = (today: string): DomainError =>
  badInput(
    'effectiveFrom',
    `生效日期不得早于今天(${today})`,
    `A change takes effect on ${today} (today) or later`,
  );

export const superiorRefused = (field: string): DomainError =>
  badInput(
    field,
    '上级机构的级别不符:省局归国家局,地市局归省局,县局归地市局,基层单位归地市局或县局,专业局归同级机构',
    'The superior has the wrong level: a province stands below the nation, a city below a province, a county below ' +
      'a city, a unit below a city or county, a bureau below an organisation of its own level that is no bureau',
  );

/** Relocation of accounts between provinces is a process of its own (Article 14). */
export const provinceChangeRefused = (accounts: number, staff: number): DomainError =>
  badState(
    'newParentId',
    `该机构及下属服务 ${accounts} 个大客户、有 ${staff} 名员工,不能划归其他省`,
    `The organisation and those below it serve ${accounts} accounts and have ${staff} staff, so it cannot go to ` +
      'another province; move those first',
    { accounts, staff },
  );

export const futureMoveRefused = (accounts: number, staff: number): DomainError =>
  badState(
    'effectiveFrom',
    `该机构及下属服务 ${accounts} 个大客户、有 ${staff} 名员工,划归其他地市只能当天生效`,
    `The organisation and those below it serve ${accounts} accounts and have ${staff} staff: a move to another city ` +
      'takes effect today only, because their rows move with it',
    { accounts, staff },
  );

export const futureProvinceMoveRefused = (): DomainError =>
  badState('effectiveFrom', '跨省划转只能当天生效', 'A move to another province takes effect today only');

export const levelFixed = (): DomainError =>
  badInput('level', '机构级别不可更改', 'The level of an organisation cannot change');
