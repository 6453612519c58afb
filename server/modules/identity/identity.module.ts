import type { Viewer } from '../../authz/viewer';
import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import { AccessTokens } from './access-token';
import { Authenticator } from './authenticator.service';
import { IdentityResolver } from './identity.resolver';
import { ChangePasswordResolver } from './mutations/change-password';
import { CreateServiceTokenResolver } from './mutations/create-service-token';
import { CreateStaffResolver } from './mutations/create-staff';
import { DisableStaffResolver } from './mutations/disable-staff';
import { RefreshSessionResolver } from './mutations/refresh-session';
import { RevokeServiceTokenResolver } from './mutations/revoke-service-token';
import { SignInResolver } from './mutations/sign-in';
import { SignOutResolver } from './mutations/sign-out';
import { UpdateStaffResolver } from './mutations/update-staff';
import { OidcVerifier } from './oidc';
import { ServiceTokenService } from './service-token.service';
import { SessionService } from './session.service';
import { SignInThrottle } from './sign-in-throttle';
import { StaffService } from './staff.service';
import { ViewerCache } from './viewer-cache';
import { ViewerRepository } from './viewer.repository';

export { Authenticator } from './authenticator.service';
export { staffByKey } from './identity.loaders';
export { staffMember } from './identity.view';
export { hashPassword } from './password';
export { Role } from './role.type';
export { hasDemoLogins } from './session.repository';
export { StaffMember } from './staff-member.type';
export type { StaffService } from './staff.service';
export type { StaffKey, StaffRow } from './staff.entity';
export { createLogin, type NewLogin } from './staff.repository';

/** The part of the environment that identity needs. */
export interface IdentityEnv {
  AUTH_SECRET: string;
  OIDC_ISSUER?: string;
  OIDC_AUDIENCE?: string;
  OIDC_JWKS_URL?: string;
}

/** Who one is and what one may do: signing in, staff, roles, service tokens. */
export interface IdentityModule extends GraphModule {
  authenticator: Authenticator;
  /** An active member of staff by login name, for the command line; NOT_FOUND otherwise. */
  viewerOf: (username: string) => Promise<Viewer>;
  /** Whoever filed a job, as they stand now; null where they may no longer act. */
  findViewer: (who: {
    staffProvinceId: number;
    staffId: number;
    tokenId: number | null;
  }) => Promise<Viewer | null>;
  /** Has every viewer looked up anew: something of theirs changed in this process. */
  forgetViewers: () => void;
  sessions: SessionService;
  staff: StaffService;
  serviceTokens: ServiceTokenService;
}

/** Builds the module on the application's database. */
export function identityModule({ database, env }: { database: Database; env: IdentityEnv }): IdentityModule {
  const viewers = new ViewerCache();
  const accessTokens = new AccessTokens(env.AUTH_SECRET);
  const sessions = new SessionService(database, accessTokens, new SignInThrottle(database), viewers);
  const staff = new StaffService(database, viewers);
  const serviceTokens = new ServiceTokenService(database, viewers);
  const repository = new ViewerRepository(database);
  const authenticator = new Authenticator(repository, viewers, accessTokens, oidcVerifier(env));
  return {
    authenticator,
    viewerOf: (username) => authenticator.viewerOf(username),
    findViewer: (who) => repository.byKey(who),
    forgetViewers: () => viewers.clear(),
    sessions,
    staff,
    serviceTokens,
    resolvers: [
      new IdentityResolver(staff, serviceTokens),
      new SignInResolver(sessions),
      new RefreshSessionResolver(sessions),
      new SignOutResolver(sessions),
      new ChangePasswordResolver(sessions),
      new CreateStaffResolver(staff),
      new UpdateStaffResolver(staff),
      new DisableStaffResolver(staff),
      new CreateServiceTokenResolver(serviceTokens),
      new RevokeServiceTokenResolver(serviceTokens),
    ],
  };
}

function oidcVerifier({ OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL }: IdentityEnv): OidcVerifier | null {
  if (!OIDC_ISSUER || !OIDC_AUDIENCE || !OIDC_JWKS_URL) return null;
  return new OidcVerifier({ issuer: OIDC_ISSUER, audience: OIDC_AUDIENCE, jwksUrl: OIDC_JWKS_URL });
}
