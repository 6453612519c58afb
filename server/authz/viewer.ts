import type { Capability, Role } from './capabilities';
import type { Scope } from '../db/scope';

/** Who is asking: a member of staff or a service token, as of at most five seconds ago. */
export interface Viewer {
  kind: 'STAFF' | 'TOKEN';
  /** 0 at the nation. */
  staffProvinceId: number;
  /** 0 for a token. */
  staffId: number;
  tokenId: number | null;
  /** The session that signing in opened, which signing out ends; none for service tokens and outside issuers. */
  sessionId?: string | null;
  name: string;
  organisationId: number;
  roles: readonly Role[];
  capabilities: ReadonlySet<Capability>;
  scope: Scope;
  /** Whether a reading session of theirs is open: what they read then goes on the register with its purpose. */
  isReading?: boolean;
}
