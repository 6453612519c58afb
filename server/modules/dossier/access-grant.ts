import type { Section } from '../../authz/sections';

/** 查阅许可状态: the life of a grant. EXPIRED is GRANTED whose time is over, by the database's clock. */
export enum AccessGrantStatus {
  REQUESTED = 'REQUESTED',
  GRANTED = 'GRANTED',
  REFUSED = 'REFUSED',
  REVOKED = 'REVOKED',
  EXPIRED = 'EXPIRED',
}

/** A request or permission to read sections of one dossier, as read. */
export interface AccessGrantRow {
  provinceId: number;
  id: number;
  accountId: number;
  /** Of the account now. */
  organisationId: number;
  staffProvinceId: number;
  staffId: number;
  staffName: string;
  staffOrganisationId: number;
  purpose: string;
  sections: Section[];
  requestedHours: number | null;
  status: AccessGrantStatus;
  requestedAt: Date;
  validFrom: Date | null;
  validTo: Date | null;
  decidedAt: Date | null;
  decidedByProvinceId: number | null;
  decidedById: number | null;
  reason: string | null;
  /** The organisation above the serving one decides, because the serving custodian asked. */
  needsSuperior: boolean;
  /** Nobody decided: taken in an emergency, for an hour, to be reviewed by somebody else. */
  isBreakGlass: boolean;
  /** First instant at which the review is overdue. */
  reviewDue: Date | null;
  isReviewOverdue: boolean;
  reviewedAt: Date | null;
  reviewVerdict: BreakGlassVerdict | null;
  reviewNote: string | null;
}

/** 复核结论: what somebody else found of a break-glass access. */
export enum BreakGlassVerdict {
  JUSTIFIED = 'JUSTIFIED',
  UNJUSTIFIED = 'UNJUSTIFIED',
}

/** 复核情况: break-glass accesses by how far their review is. */
export enum BreakGlassReview {
  PENDING = 'PENDING',
  OVERDUE = 'OVERDUE',
  DONE = 'DONE',
}
