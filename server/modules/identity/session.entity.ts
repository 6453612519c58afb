import type { StaffRow } from './staff.entity';

/** What signing in or refreshing gives: tokens, when the access token ends, and whose they are. */
export interface SignedInSession {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
  staff: StaffRow;
}
