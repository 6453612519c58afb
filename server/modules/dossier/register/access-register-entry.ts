import type { RegisteredSection } from '../../../authz/access-register';

/** 登记结果: whether the values were read or refused. */
export enum RegisterOutcome {
  READ = 'READ',
  REFUSED = 'REFUSED',
}

/** A line of the access register, as read. */
export interface RegisterRow {
  provinceId: number;
  id: number;
  at: Date;
  staffProvinceId: number;
  /** 0 where a service token read. */
  staffId: number;
  staffName: string;
  staffOrganisationId: number;
  staffRoles: string[];
  isToken: boolean;
  outcome: RegisterOutcome;
  section: RegisteredSection;
  fields: string[];
  /** Whose values; for a custodian one's own accounts only. */
  accountIds: number[];
  cityIds: number[];
  unitIds: number[];
  /** Null for whoever may not see the grant it was stated in. */
  purpose: string | null;
  basis: string;
  operationName: string | null;
  operationHash: string;
  requestId: string;
}

/** Which lines are asked for. */
export interface RegisterQuery {
  account: { provinceId: number; accountId: number } | null;
  staff: { staffProvinceId: number; staffId: number } | null;
  from: Date | null;
  /** Exclusive. */
  to: Date | null;
  outcome: RegisterOutcome | null;
  section: RegisteredSection | null;
  /** Only ids below this one. */
  before: number | null;
  limit: number;
}
