import { encodeId } from '../../graphql/global-id';
import type { ServiceTokenRow } from './service-token.entity';
import type { ServiceToken } from './service-token.type';
import type { SignedInSession } from './session.entity';
import type { SessionPayload } from './session-payload.type';
import type { StaffMember } from './staff-member.type';
import type { StaffRow } from './staff.entity';

/** A member of staff as the graph shows them. */
export function staffMember(row: StaffRow): StaffMember {
  return {
    id: encodeId('StaffMember', row.province_id, row.id),
    name: row.name,
    roles: row.roles,
    isActive: row.is_active,
    username: row.username,
    provinceId: row.province_id,
    key: row.id,
    organisationId: row.organisation_id,
  };
}

/** A service token as the graph shows it. */
export function serviceToken(row: ServiceTokenRow): ServiceToken {
  return {
    id: encodeId('ServiceToken', 0, row.id),
    name: row.name,
    organisationCode: row.organisation_code,
    capabilities: row.capabilities,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    key: row.id,
  };
}

/** The payload's part of a session. */
export function sessionTokens({
  staff,
  ...tokens
}: SignedInSession): Omit<SessionPayload, 'userErrors' | 'clientMutationId'> {
  return { ...tokens, staff: staffMember(staff) };
}

/** The same where nobody was let in. */
export const NO_SESSION = { accessToken: null, refreshToken: null, expiresAt: null, staff: null };
