import { randomBytes } from 'node:crypto';
import type { Viewer } from '../../authz/viewer';
import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { DomainError } from '../../graphql/errors';
import type { AccessTokens } from './access-token';
import { newSecret, secretHash } from './opaque-token';
import { checkNewPassword, hashPassword, passwordMatches } from './password';
import * as sessions from './session.repository';
import type { SignInThrottle } from './sign-in-throttle';
import type { SignedInSession } from './session.entity';
import type { StaffRow } from './staff.entity';
import { normalUsername } from './staff-rules';
import type { ViewerCache } from './viewer-cache';

/**
 * Signing in and out. Everything here runs as the platform (SYSTEM_SCOPE): it comes before a scope is known, and
 * touches only the login and sessions of the person who proves to be that person.
 */
export class SessionService {
  // What a password is checked against where there is no login, so that an unknown name costs the same time.
  private readonly decoy = hashPassword(randomBytes(32).toString('hex'));

  constructor(
    private readonly database: Database,
    private readonly accessTokens: AccessTokens,
    private readonly throttle: SignInThrottle,
    private readonly viewers: ViewerCache,
  ) {}

  /** Signs in by password. INVALID_CREDENTIALS alike for an unknown, disabled or wrong one; RATE_LIMITED after several. */
  async signIn(username: string, password: string, clientAddress: string): Promise<SignedInSession> {
    const name = normalUsername(username);
    const opened = await this.throttle.attempt(name, clientAddress, async () => {
      const login = await this.proven(name, password);
      return login && this.open(login);
    });
    if (!opened) throw new DomainError('INVALID_CREDENTIALS');
    return opened;
  }

  /** Swaps a refresh token for a new pair. Using one twice, even at once, ends the whole session: UNAUTHENTICATED. */
  async refresh(refreshToken: string): Promise<SignedInSession> {
    const hash = secretHash(refreshToken);
    const next = newSecret();
    const row = hash && (await this.swap(hash, next));
    if (!row) throw new DomainError('UNAUTHENTICATED', undefined, { field: 'refreshToken' });
    return this.signedIn(row, next);
  }

  /** Ends the viewer's session, or all their sessions. INVALID_STATE where the credential has no session of ours. */
  async signOut(viewer: Viewer, everywhere: boolean): Promise<void> {
    if (viewer.kind !== 'STAFF' || (!everywhere && !viewer.sessionId))
      throw new DomainError('INVALID_STATE', 'this credential has no session here');
    await this.database.transaction(SYSTEM_SCOPE, (session) =>
      sessions.revokeSessions(
        session,
        { provinceId: viewer.staffProvinceId, staffId: viewer.staffId },
        everywhere ? 'SIGN_OUT_EVERYWHERE' : 'SIGN_OUT',
        everywhere ? {} : { only: viewer.sessionId },
      ),
    );
    this.viewers.clear();
  }

  /** Changes one's own password and ends one's other sessions. Guessing the present one is limited like signing in. */
  async changePassword(
    viewer: Viewer,
    currentPassword: string,
    newPassword: string,
    clientAddress: string,
  ): Promise<void> {
    if (viewer.kind !== 'STAFF') throw new DomainError('FORBIDDEN');
    const key = { provinceId: viewer.staffProvinceId, staffId: viewer.staffId };
    const login = await this.database.transaction(SYSTEM_SCOPE, (session) =>
      sessions.readLoginOf(session, key),
    );
    if (!login) throw new DomainError('INVALID_STATE', 'this person signs in elsewhere');
    checkNewPassword(newPassword, login.username, 'newPassword');
    const proven = await this.throttle.attempt(login.username, clientAddress, () =>
      this.proven(login.username, currentPassword),
    );
    if (!proven) throw new DomainError('INVALID_CREDENTIALS', undefined, { field: 'currentPassword' });
    const passwordHash = await hashPassword(newPassword);
    await this.database.transaction(SYSTEM_SCOPE, async (session) => {
      await sessions.setPasswordHash(session, key, passwordHash);
      await sessions.revokeSessions(session, key, 'PASSWORD_CHANGED', { except: viewer.sessionId });
    });
    this.viewers.clear();
  }

  /** The login of the name if the password is right. */
  private async proven(username: string, password: string): Promise<sessions.LoginRow | null> {
    const login = username
      ? await this.database.transaction(SYSTEM_SCOPE, (session) => sessions.readLogin(session, username))
      : null;
    const isRight = await passwordMatches(login?.password_hash ?? (await this.decoy), password);
    return login?.password_hash && isRight ? login : null;
  }

  private async swap(hash: Buffer, next: string): Promise<(StaffRow & { session_id: string }) | null> {
    // Answers rather than throws, so that the revocation is kept.
    const { spent, isReuse } = await this.database.transaction(SYSTEM_SCOPE, async (session) => {
      const use = await sessions.spendRefreshToken(session, hash);
      if (use.spent) await sessions.addRefreshToken(session, hashOf(next), use.spent.session_id);
      return use;
    });
    if (isReuse) this.viewers.clear();
    return spent;
  }

  private async open(login: sessions.LoginRow): Promise<SignedInSession | null> {
    const refreshToken = newSecret();
    const row = await this.database.transaction(SYSTEM_SCOPE, async (session) => {
      const opened = await sessions.openSession(session, login.staff_province_id, login.staff_id);
      if (opened) await sessions.addRefreshToken(session, hashOf(refreshToken), opened.session_id);
      return opened;
    });
    return row && this.signedIn(row, refreshToken);
  }

  private async signedIn(
    row: StaffRow & { session_id: string },
    refreshToken: string,
  ): Promise<SignedInSession> {
    const claims = { sessionId: row.session_id, staffProvinceId: row.province_id, staffId: row.id };
    return { ...(await this.accessTokens.issue(claims)), refreshToken, staff: row };
  }
}

function hashOf(secret: string): Buffer {
  const hash = secretHash(secret);
  if (!hash) throw new Error('not a secret of ours');
  return hash;
}
