import type { Capability } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import type { Database, Session } from '../../db/database';
import { DomainError } from '../../graphql/errors';
import { newSecret, SERVICE_TOKEN_PREFIX, secretHash } from './opaque-token';
import { mayManage } from './placement';
import { readPlacement } from './placement.repository';
import type { ServiceTokenRow } from './service-token.entity';
import { insertServiceToken, readServiceTokens, revokeToken } from './service-token.repository';
import { requirePerson, shortText } from './staff-rules';
import type { ViewerCache } from './viewer-cache';

/**
 * What a token may do at most: read and import. It neither manages people or tokens, decides, closes nor asks for
 * grants, so key persons (L3, grant only) stay out of its reach.
 */
const TOKEN_CAPABILITIES: readonly Capability[] = [
  'organisations:read',
  'organisations:import',
  'staff:read',
  'accounts:read',
  'accounts:import',
  'usage:import',
  'boards:read',
  'dossier:read',
  'jobs:read',
];

/** A token to be made. */
export interface ServiceTokenToMake {
  name: string;
  organisationId: number;
  capabilities: string[];
  expiresAt: Date;
}

/** Service tokens: never more than their maker may do or reach, at most a year. */
export class ServiceTokenService {
  constructor(
    private readonly database: Database,
    private readonly viewers: ViewerCache,
  ) {}

  /** Makes a token; its secret is answered here and never again. FORBIDDEN beyond one's own capabilities. */
  async create(
    viewer: Viewer,
    { name, organisationId, capabilities, expiresAt }: ServiceTokenToMake,
  ): Promise<{ secret: string; row: ServiceTokenRow }> {
    requirePerson(viewer, 'tokens:manage');
    const text = shortText(name, 'name', 100);
    const wanted = this.grantable(viewer, capabilities);
    const secret = newSecret();
    const tokenHash = secretHash(secret);
    if (!tokenHash) throw new Error('not a secret of ours');
    const row = await this.database.transaction(viewer.scope, async (session) => {
      const place = await readPlacement(session, organisationId);
      if (!place || !mayManage(viewer.scope, place))
        throw new DomainError('NOT_FOUND', undefined, { field: 'organisationId' });
      return insertServiceToken(session, {
        tokenHash,
        name: text,
        organisationId,
        capabilities: wanted,
        createdByProvinceId: viewer.staffProvinceId,
        createdById: viewer.staffId,
        expiresAt,
      });
    });
    if (!row) throw new DomainError('BAD_USER_INPUT', 'within one year from now', { field: 'expiresAt' });
    return { secret: SERVICE_TOKEN_PREFIX + secret, row };
  }

  /** A page of the tokens of the viewer's organisations after an id, oldest first. */
  list(session: Session, viewer: Viewer, afterId: number, rows: number): Promise<ServiceTokenRow[]> {
    return readServiceTokens(session, viewer.scope, afterId, rows);
  }

  /** Revokes a token of one's scope; it stops working within five seconds. */
  async revoke(viewer: Viewer, id: number): Promise<ServiceTokenRow> {
    requirePerson(viewer, 'tokens:manage');
    const row = await this.database.transaction(viewer.scope, (session) =>
      revokeToken(session, viewer.scope, id),
    );
    if (!row) throw new DomainError('NOT_FOUND', undefined, { field: 'serviceTokenId' });
    this.viewers.clear();
    return row;
  }

  private grantable(viewer: Viewer, capabilities: string[]): Capability[] {
    const wanted = TOKEN_CAPABILITIES.filter((capability) => capabilities.includes(capability)).sort();
    const known = new Set<string>(wanted);
    const refused =
      capabilities.find((name) => !known.has(name)) ?? wanted.find((name) => !viewer.capabilities.has(name));
    if (refused !== undefined)
      throw new DomainError('FORBIDDEN', 'a token may only read and import what its maker may', {
        field: 'capabilities',
      });
    if (wanted.length === 0)
      throw new DomainError('BAD_USER_INPUT', 'at least one', { field: 'capabilities' });
    return wanted;
  }
}
