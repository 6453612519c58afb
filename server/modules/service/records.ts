import type { BusinessLine } from '../../graphql/business-line';
import type { AccountKey } from '../accounts/accounts.module';

/** Where complaints come in. */
export const COMPLAINT_CHANNELS = ['CALL_CENTRE', 'COUNTER', 'MANAGER', 'ONLINE'] as const;
export type Channel = (typeof COMPLAINT_CHANNELS)[number];

/** Section 4 of an account as kept (Article 17-1-4), what stands in the account and its team aside. */
export interface ServiceRow extends AccountKey {
  responsiblePerson: string | null;
  serviceMode: string | null;
}

/** A record of section 6 (Article 17-1-6). Staff are named as of then. */
interface RecordRow extends AccountKey {
  id: number;
  at: Date;
  staffName: string;
}
export interface PickupRow extends RecordRow {
  line: BusinessLine;
  pieces: number;
  note: string | null;
}
export interface VisitRow extends RecordRow {
  contactName: string | null;
  subject: string;
  outcome: string | null;
}
export interface ComplaintRow extends RecordRow {
  channel: Channel;
  subject: string;
  detail: string | null;
}
export interface HandlingRow extends RecordRow {
  complaintId: number;
  action: string;
  isFinal: boolean;
}
