import { SECTIONS } from '../../../authz/sections';
import type { Viewer } from '../../../authz/viewer';
import type { Database } from '../../../db/database';
import { SYSTEM_SCOPE } from '../../../db/scope';
import { BREAK_GLASS } from '../../../rules/rule-defaults';
import type { OrganisationDirectory } from '../../organisations/organisations.module';
import type { AccessGrantRow, BreakGlassVerdict } from '../access-grant';
import {
  findGrant,
  hasOverdueReview,
  insertBreakGlass,
  lockRequester,
  readRequestFacts,
  reviewGrant,
} from '../access-grants.repository';
import type { AccessRequest, GrantKey } from '../access-grants.service';
import { boundedText } from '../bounded-text';
import {
  grantExists,
  invalidState,
  notAPerson,
  notFound,
  notGrantable,
  notServingCustodian,
  ownRequest,
  reviewOverdue,
  superiorDecides,
} from '../dossier.errors';
import { neverGranted } from './grantable-sections';
import { decides, isCustodianOf, isRequester } from './grant-decider';

/** Reading in an emergency before anybody can decide, and its review (Article 19). */
export class BreakGlassService {
  constructor(
    private readonly database: Database,
    private readonly directory: OrganisationDirectory,
  ) {}

  /**
   * Opens for an hour what one could be granted, and alerts custodian and auditor. GRANT_EXISTS where it is open already;
   * REVIEW_OVERDUE while an earlier one of the same person was not reviewed in time.
   */
  async use(viewer: Viewer, request: Omit<AccessRequest, 'hours'>): Promise<AccessGrantRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const { hours, reviewWorkingDays, purposeLength } = BREAK_GLASS.value;
    const purpose = boundedText('purpose', request.purpose, purposeLength, 500);
    const sections = SECTIONS.filter((section) => request.sections.includes(section));
    if (sections.length === 0) throw notGrantable([]);
    // Whoever has moved left the reviews behind, out of one's scope: they are looked for everywhere.
    const isOverdue = await this.database.transaction(SYSTEM_SCOPE, (session) =>
      hasOverdueReview(session, viewer),
    );
    return this.database.transaction(viewer.scope, async (session) => {
      await lockRequester(session, viewer);
      const facts = await readRequestFacts(session, request, viewer, sections);
      if (!facts) throw notFound('accountId');
      const never = neverGranted(viewer, request, facts, sections);
      if (never.length > 0) throw notGrantable(never);
      if (facts.isOpen) throw grantExists();
      if (isOverdue) throw reviewOverdue();
      const needsSuperior = isCustodianOf(viewer, facts.organisationId);
      const access = { ...request, purpose, sections, hours, needsSuperior };
      return insertBreakGlass(session, access, reviewWorkingDays, viewer);
    });
  }

  /**
   * Says whether it was justified, by who would have decided a request of the same person; never by that person. What is
   * left of the hour ends where it was not. INVALID_STATE where it is reviewed already.
   */
  async review(
    viewer: Viewer,
    { provinceId, grantId, ...review }: GrantKey & { verdict: BreakGlassVerdict; note: string },
  ): Promise<AccessGrantRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const note = boundedText('note', review.note, 4, 500);
    const tree = await this.directory.tree();
    return this.database.transaction(viewer.scope, async (session) => {
      const grant = await findGrant(session, provinceId, grantId);
      if (!grant?.isBreakGlass) throw notFound('grantId');
      if (isRequester(viewer, grant)) throw ownRequest();
      if (!decides(tree, viewer, grant))
        throw grant.needsSuperior ? superiorDecides() : notServingCustodian();
      const reviewed = await reviewGrant(session, grant, { ...review, note }, viewer);
      if (!reviewed) throw invalidState('reviewed already');
      return reviewed;
    });
  }
}
