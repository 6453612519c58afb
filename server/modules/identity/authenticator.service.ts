import { decodeJwt } from 'jose';
import type { Viewer } from '../../authz/viewer';
import { DomainError } from '../../graphql/errors';
import type { AccessTokens } from './access-token';
import type { OidcVerifier } from './oidc';
import { SERVICE_TOKEN_PREFIX, secretHash } from './opaque-token';
import { normalUsername } from './staff-rules';
import type { ViewerCache } from './viewer-cache';
import type { ViewerRepository } from './viewer.repository';

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,8192}=*)$/i;

/** Turns the Authorization header into the viewer: an access token, a service token, or an outside issuer's token. */
export class Authenticator {
  constructor(
    private readonly repository: ViewerRepository,
    private readonly viewers: ViewerCache,
    private readonly accessTokens: AccessTokens,
    private readonly oidc: OidcVerifier | null,
  ) {}

  /** null for no header; UNAUTHENTICATED alike for every credential that is present and not good. */
  async authenticate(authorizationHeader: string | undefined): Promise<Viewer | null> {
    if (authorizationHeader === undefined) return null;
    const bearer = BEARER.exec(authorizationHeader)?.[1];
    const viewer = bearer ? await this.bearer(bearer) : null;
    if (!viewer) throw new DomainError('UNAUTHENTICATED');
    return viewer;
  }

  /** An active member of staff by login name, for the command line; NOT_FOUND otherwise. */
  async viewerOf(username: string): Promise<Viewer> {
    const name = normalUsername(username);
    const viewer = name ? await this.repository.byUsername(name) : null;
    if (!viewer) throw new DomainError('NOT_FOUND', 'no active member of staff has this user name');
    return viewer;
  }

  private bearer(token: string): Promise<Viewer | null> {
    if (token.startsWith(SERVICE_TOKEN_PREFIX))
      return this.serviceToken(token.slice(SERVICE_TOKEN_PREFIX.length));
    return this.oidc && issuerOf(token) === this.oidc.issuer
      ? this.outsideToken(token, this.oidc)
      : this.accessToken(token);
  }

  private async accessToken(token: string): Promise<Viewer | null> {
    const claims = await this.accessTokens.verify(token).catch(() => null);
    if (!claims) return null;
    const { sessionId, staffProvinceId, staffId } = claims;
    return this.viewers.get(`session ${sessionId} ${staffProvinceId}.${staffId}`, () =>
      this.repository.bySession(sessionId, staffProvinceId, staffId),
    );
  }

  private async serviceToken(secret: string): Promise<Viewer | null> {
    const hash = secretHash(secret);
    if (hash === null) return null;
    return this.viewers.get(`token ${hash.toString('hex')}`, () => this.repository.byToken(hash));
  }

  private async outsideToken(token: string, verifier: OidcVerifier): Promise<Viewer | null> {
    const subject = await verifier.subjectOf(token);
    if (subject === null) return null;
    return this.viewers.get(`subject ${subject}`, () => this.repository.bySubject(subject));
  }
}

/** Whose token it says it is; only picks the keys it is then checked with. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
