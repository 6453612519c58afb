import { DomainError } from '../../graphql/errors';
import type { Section } from '../../authz/sections';

/** Filtering by what one may not read would tell it; refused when the query is planned, before any row is read. */
export const filterWithheld = (field: string, section: Section): DomainError =>
  new DomainError(
    'FORBIDDEN',
    `无权查阅该信息,不能据此筛选 / You may not read what filter.${field} filters by`,
    { field, params: { section, field } },
  );

/** Unknown and out of scope alike. */
export const accountUnknown = (): DomainError =>
  new DomainError('NOT_FOUND', undefined, { field: 'accountId' });

export const numberAmbiguous = (): DomainError =>
  new DomainError(
    'BAD_USER_INPUT',
    '多个省有此客户编号,请按 id 查询 / Several provinces use this number: ask by id',
    { field: 'accountNo' },
  );

export const searchTooLong = (most: number): DomainError =>
  new DomainError('BAD_USER_INPUT', `搜索词最多 ${most} 字 / A search has at most ${most} characters`, {
    field: 'search',
  });

/** Unknown, out of scope, disabled or of a foreign unit: all alike. */
export const staffUnfit = (field: string): DomainError =>
  new DomainError(
    'BAD_USER_INPUT',
    '须为本省服务机构、其下级或上级机构的在用员工 / Must be active staff of the province, of the serving organisation, ' +
      'one below it or one above it',
    { field },
  );

export const sameStaff = (): DomainError =>
  new DomainError('BAD_USER_INPUT', '副职须为另一人 / The deputy must be somebody else', {
    field: 'deputyId',
  });
