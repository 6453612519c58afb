import type { WrappedKey } from '../../../db/data-keys';
import type { AccountPlace } from '../../../authz/subject';
import type { EntrySection } from './entry-fields';

/** 建档建议状态: the life of a proposal. */
export enum DossierProposalStatus {
  PROPOSED = 'PROPOSED',
  ENTERED = 'ENTERED',
  REJECTED = 'REJECTED',
}

/** A proposal as kept; its values are closed until they are asked for, and gone once it is decided. */
export interface DossierProposalRow extends AccountPlace, Omit<WrappedKey, 'keyId'> {
  id: number;
  organisationId: number;
  section: EntrySection;
  baseVersion: number;
  fields: string[];
  keyPersonId: number | null;
  changes: string | null;
  sealedChanges: Buffer | null;
  keyId: number | null;
  reason: string;
  staffProvinceId: number;
  staffId: number;
  staffName: string;
  proposedAt: Date;
  status: DossierProposalStatus;
  decidedAt: Date | null;
  decisionReason: string | null;
}
