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
}
