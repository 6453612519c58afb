import type { Session } from '../../db/database';
import type { Scope } from '../../db/scope';
import { COVERED } from './placement.repository';
import type { ServiceTokenRow } from './service-token.entity';

/** A token to be made. */
export interface NewServiceToken {
  tokenHash: Buffer;
  name: string;
  organisationId: number;
  capabilities: string[];
  createdByProvinceId: number;
  createdById: number;
  expiresAt: Date;
}

const COLUMNS = `t.id, t.name, t.capabilities, t.created_at, t.expires_at, t.last_used_at, t.revoked_at,
  (SELECT code FROM organisations o WHERE o.id = t.organisation_id) AS organisation_code`;

// The life of a token is measured by the database's clock.
const INSERT = {
  name: 'insert_service_token',
  text: `INSERT INTO service_tokens AS t
      (token_hash, name, organisation_id, capabilities, created_by_province_id, created_by_id, expires_at)
    SELECT $1::bytea, $2::text, $3::int, $4::text[], $5::int, $6::bigint, $7::timestamptz
    WHERE $7::timestamptz > now() AND $7::timestamptz <= now() + interval '1 year'
    RETURNING ${COLUMNS}`,
};
// Tokens are shared rows (signing in precedes a scope), so these two apply the scope themselves.
const PAGE = {
  name: 'service_tokens_page',
  text: `${COVERED} SELECT ${COLUMNS} FROM service_tokens t JOIN covered ON covered.id = t.organisation_id
    WHERE t.id > $3 ORDER BY t.id LIMIT $4`,
};
const REVOKE = {
  name: 'revoke_service_token',
  text: `${COVERED} UPDATE service_tokens t SET revoked_at = coalesce(t.revoked_at, now())
    FROM covered WHERE covered.id = t.organisation_id AND t.id = $3 RETURNING ${COLUMNS}`,
};

/** Adds a token; null where its end is past or more than a year away. */
export async function insertServiceToken(
  session: Session,
  token: NewServiceToken,
): Promise<ServiceTokenRow | null> {
  const { tokenHash, name, organisationId, capabilities, createdByProvinceId, createdById, expiresAt } =
    token;
  const values = [tokenHash, name, organisationId, capabilities, createdByProvinceId, createdById, expiresAt];
  return (await session.query<ServiceTokenRow>(INSERT, values))[0] ?? null;
}

/** A page of the tokens of the scope's organisations after an id, oldest first. */
export function readServiceTokens(
  session: Session,
  scope: Scope,
  afterId: number,
  rows: number,
): Promise<ServiceTokenRow[]> {
  return session.query<ServiceTokenRow>(PAGE, [roots(scope), scope.line, afterId, rows]);
}

/** Revokes a token of the scope's organisations; null where there is none such. */
export async function revokeToken(
  session: Session,
  scope: Scope,
  id: number,
): Promise<ServiceTokenRow | null> {
  return (await session.query<ServiceTokenRow>(REVOKE, [roots(scope), scope.line, id]))[0] ?? null;
}

/** Organisations whose subtrees make up the scope; null is the nation's, which is everything. */
function roots(scope: Scope): number[] | null {
  if (scope.level === 0) return null;
  if (scope.level === 1) return [scope.provinceId];
  return scope.level === 2 ? [scope.cityId] : scope.unitIds;
}
