import { createSecretKey, type KeyObject } from 'node:crypto';
import { SignJWT, jwtVerify } from 'jose';

const ISSUER = 'postal-key-accounts';
const AUDIENCE = 'postal-key-accounts/graph';
const ALGORITHM = 'HS256';
const TYPE = 'at+jwt';
const SECONDS = 600;
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 10_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an access token says: whose session it is. All else is looked up, so that it can be taken away. */
export interface AccessClaims {
  sessionId: string;
  staffProvinceId: number;
  staffId: number;
}

/** Signs and checks access tokens: JWT, HS256, ten minutes. */
export class AccessTokens {
  private readonly key: KeyObject;
  // A signature does not change: the same token is checked once in a while, not at each of a burst of requests.
  private readonly verified = new Map<string, { claims: AccessClaims; until: number }>();

  constructor(secret: string) {
    this.key = createSecretKey(Buffer.from(secret));
  }

  /** A token of the session and when it ends. */
  async issue(claims: AccessClaims): Promise<{ accessToken: string; expiresAt: Date }> {
    const issued = Math.floor(Date.now() / 1000);
    const accessToken = await new SignJWT({ sid: claims.sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subjectOf(claims))
      .setIssuedAt(issued)
      .setExpirationTime(issued + SECONDS)
      .sign(this.key);
    return { accessToken, expiresAt: new Date((issued + SECONDS) * 1000) };
  }

  /** The claims of a token that we signed, for us, and that has not ended; rejects otherwise. */
  async verify(token: string): Promise<AccessClaims> {
    const known = this.verified.get(token);
    if (known && Date.now() < known.until) return known.claims;
    const { claims, endsAt } = await this.check(token);
    if (this.verified.size >= MOST_REMEMBERED) this.verified.clear();
    this.verified.set(token, { claims, until: Math.min(endsAt, Date.now() + REMEMBERED_MS) });
    return claims;
  }

  private async check(token: string): Promise<{ claims: AccessClaims; endsAt: number }> {
    const { payload } = await jwtVerify(token, this.key, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'iat', 'sub', 'sid'],
    });
    const [, province, staff] = /^([0-9]{1,9})\.([0-9]{1,15})$/.exec(payload.sub ?? '') ?? [];
    if (typeof payload.sid !== 'string' || !UUID.test(payload.sid) || staff === undefined)
      throw new Error('claims of another shape');
    const claims = { sessionId: payload.sid, staffProvinceId: Number(province), staffId: Number(staff) };
    return { claims, endsAt: (payload.exp ?? 0) * 1000 };
  }
}

const subjectOf = ({ staffProvinceId, staffId }: AccessClaims): string => `${staffProvinceId}.${staffId}`;
