import type { HasSubject, Subject } from '../../authz/subject';
import { encodeId } from '../../graphql/global-id';
import type { StaffMember } from '../identity/identity.module';
import type { OrganisationNode } from '../organisations/organisations.module';
import type { AccountCategory, AccountStatus, Grade } from './account-enums';
import type { IndustryNode } from './industries';

/** An account as a row of the database. */
export interface AccountRow {
  provinceId: number;
  accountId: number;
  cityId: number;
  unitId: number;
  organisationId: number;
  accountNo: string;
  code: string | null;
  name: string;
  uscc: string | null;
  industryScheme: string | null;
  industryCode: string | null;
  category: AccountCategory | null;
  grade: Grade | null;
  status: AccountStatus;
  version: number;
}

/** An account of one request: its row, whom its confidential values are about, and what the process knows besides. */
export class KeyAccount implements HasSubject {
  constructor(
    readonly row: AccountRow,
    readonly subject: Subject,
    readonly organisation: OrganisationNode,
    readonly industry: IndustryNode | null,
    /** Its manager where the row brought them along (null: none in sight); undefined: ask the loaders. */
    readonly knownManager?: StaffMember | null,
  ) {}

  get id(): string {
    return encodeId('Account', this.row.provinceId, this.row.accountId);
  }
  get accountNo(): string {
    return this.row.accountNo;
  }
  get code(): string | null {
    return this.row.code;
  }
  get name(): string {
    return this.row.name;
  }
  get grade(): Grade | null {
    return this.row.grade;
  }
  get status(): AccountStatus {
    return this.row.status;
  }
  get version(): number {
    return this.row.version;
  }
  get uscc(): string | null {
    return this.row.uscc;
  }
  get category(): AccountCategory | null {
    return this.row.category;
  }
}
