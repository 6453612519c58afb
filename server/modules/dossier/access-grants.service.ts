import { longestGrant } from '../../authz/grantable';
import { SECTIONS, type Section } from '../../authz/sections';
import type { Viewer } from '../../authz/viewer';
import type { Database, Session } from '../../db/database';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import { AccessGrantStatus, type AccessGrantRow } from './access-grant';
import {
  decideGrant,
  findGrant,
  insertRequest,
  listGrants,
  lockRequester,
  readRequestFacts,
  revokeGrant,
  type GrantQuery,
  type NewRequest,
} from './access-grants.repository';
import { decides, isCustodianOf, isRequester, organisationsBelow } from './access/grant-decider';
import { neverGranted } from './access/grantable-sections';
import { boundedText, optionalText } from './bounded-text';
import {
  grantExists,
  hoursOutside,
  invalidState,
  notAPerson,
  notFound,
  notGrantable,
  notServingCustodian,
  ownRequest,
  superiorDecides,
} from './dossier.errors';

export type { GrantQuery } from './access-grants.repository';

/** Names a grant. */
export interface GrantKey {
  provinceId: number;
  grantId: number;
}

/** A custodian's decision; `hours` for GRANT only, at most what the policy allows, which is also the default. */
export interface GrantDecision extends GrantKey {
  decision: 'GRANT' | 'REFUSE';
  reason: string | null;
  hours: number | null;
}

/** What is asked for. */
export type AccessRequest = Omit<NewRequest, 'needsSuperior'>;

/** Asking for, deciding and ending permission to read dossiers (Article 19: by right and after registration). */
export class AccessGrantService {
  constructor(
    private readonly database: Database,
    private readonly directory: OrganisationDirectory,
  ) {}

  /**
   * Asks for sections of one dossier. NOT_FOUND outside the viewer's scope; SECTION_NOT_GRANTABLE where the policy has
   * no grant of a section for this viewer; GRANT_EXISTS where a request or live grant covers the sections already.
   */
  async request(viewer: Viewer, request: AccessRequest): Promise<AccessGrantRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const purpose = boundedText('purpose', request.purpose, 4, 500);
    const sections = SECTIONS.filter((section) => request.sections.includes(section));
    if (sections.length === 0) throw notGrantable([]);
    hoursWithin(sections, request.hours);
    return this.database.transaction(viewer.scope, async (session) => {
      await lockRequester(session, viewer);
      const facts = await readRequestFacts(session, request, viewer, sections);
      if (!facts) throw notFound('accountId');
      const never = neverGranted(viewer, request, facts, sections);
      if (never.length > 0) throw notGrantable(never);
      if (facts.isCovered) throw grantExists();
      const needsSuperior = isCustodianOf(viewer, facts.organisationId);
      return insertRequest(session, { ...request, purpose, sections, needsSuperior }, viewer);
    });
  }

  /**
   * Grants or refuses. Only a custodian of the very organisation that serves the account, never the requester; where a
   * custodian of it asked, a custodian or director of the organisation above it. Of two who decide at once one gets
   * INVALID_STATE. The time runs from now by the database's clock.
   */
  async decide(viewer: Viewer, { provinceId, grantId, ...decision }: GrantDecision): Promise<AccessGrantRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const reason = optionalText('reason', decision.reason, 500);
    const tree = await this.directory.tree();
    return this.database.transaction(viewer.scope, async (session) => {
      const grant = await findGrant(session, provinceId, grantId);
      if (!grant) throw notFound('grantId');
      if (isRequester(viewer, grant)) throw ownRequest();
      if (!decides(tree, viewer, grant))
        throw grant.needsSuperior ? superiorDecides() : notServingCustodian();
      if (grant.status !== AccessGrantStatus.REQUESTED) throw invalidState(grant.status);
      const isGranted = decision.decision === 'GRANT';
      const hours = isGranted ? hoursWithin(grant.sections, decision.hours ?? grant.requestedHours) : null;
      const status = isGranted ? 'GRANTED' : 'REFUSED';
      const decided = await decideGrant(session, grant, { status, reason, hours }, viewer);
      if (!decided) throw invalidState('decided by somebody else');
      return decided;
    });
  }

  /**
   * Ends a live grant at once, by its holder, the serving custodian or who decided above; the requester may also withdraw
   * a request.
   */
  async revoke(
    viewer: Viewer,
    { provinceId, grantId, reason }: GrantKey & { reason: string },
  ): Promise<AccessGrantRow> {
    const because = boundedText('reason', reason, 1, 500);
    const tree = await this.directory.tree();
    return this.database.transaction(viewer.scope, async (session) => {
      const grant = await findGrant(session, provinceId, grantId);
      const isOwn = grant !== null && isRequester(viewer, grant);
      // Whoever is neither does not learn that there is such a grant.
      const mayEnd = (one: AccessGrantRow): boolean =>
        isOwn || isCustodianOf(viewer, one.organisationId) || decides(tree, viewer, one);
      if (!grant || !mayEnd(grant)) throw notFound('grantId');
      if (grant.status === AccessGrantStatus.REQUESTED && !isOwn) throw invalidState(grant.status);
      const revoked = await revokeGrant(session, grant, because);
      if (!revoked) throw invalidState(grant.status);
      return revoked;
    });
  }

  /**
   * What the viewer asked for, for a custodian what is asked of one's own organisation, and what custodians below ask of
   * one; newest first. Of break-glass alone: for an auditor, all of one's scope.
   */
  async list(session: Session, viewer: Viewer, query: GrantQuery): Promise<AccessGrantRow[]> {
    if (viewer.kind !== 'STAFF') return [];
    return listGrants(session, viewer, organisationsBelow(await this.directory.tree(), viewer), query);
  }
}

function hoursWithin(sections: readonly Section[], hours: number | null): number {
  const longest = longestGrant(sections);
  if (hours === null) return longest;
  if (!Number.isInteger(hours) || hours < 1 || hours > longest) throw hoursOutside(longest);
  return hours;
}
