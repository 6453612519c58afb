import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

/** The outside issuer whose tokens are accepted. */
export interface OidcSettings {
  issuer: string;
  audience: string;
  jwksUrl: string;
}

// Asymmetric only: with a shared-secret algorithm the issuer's public key would pass as the secret.
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
// The issuer's keys could not be had: not the caller's fault, so it must not read as a bad credential.
const UNREACHABLE = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT'];

/** Checks bearer tokens of the outside issuer against its published keys, which are kept for ten minutes. */
export class OidcVerifier {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly settings: OidcSettings) {
    this.keys = createRemoteJWKSet(new URL(settings.jwksUrl), {
      timeoutDuration: 3_000,
      cacheMaxAge: 600_000,
    });
  }

  /** Whose tokens it checks. */
  get issuer(): string {
    return this.settings.issuer;
  }

  /** `issuer|subject` of a valid token, null of an invalid one; rejects where the keys cannot be fetched. */
  async subjectOf(token: string): Promise<string | null> {
    const { issuer, audience } = this.settings;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        requiredClaims: ['exp', 'sub'],
      });
      return payload.sub ? `${issuer}|${payload.sub}` : null;
    } catch (error) {
      if (error instanceof errors.JOSEError && !UNREACHABLE.includes(error.code)) return null;
      throw error;
    }
  }
}
