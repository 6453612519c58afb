/** A service token as read; never its secret. */
export interface ServiceTokenRow {
  id: number;
  name: string;
  organisation_code: string;
  capabilities: string[];
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}
