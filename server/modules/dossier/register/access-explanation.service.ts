import type { RegisterEntry } from '../../../authz/access-register';
import { Clearance } from '../../../authz/clearance';
import { SECTION_POLICIES, type Section } from '../../../authz/sections';
import { NO_OPERATION } from '../../../authz/operation-plan';
import { Subject, type AccountPlace } from '../../../authz/subject';
import type { Viewer } from '../../../authz/viewer';
import type { Session } from '../../../db/database';
import { scopeCovers } from '../../../db/scope';
import { notFound } from '../dossier.errors';
import { isAuditor } from './register-reading';

/** Why somebody may or may not read a field of an account now. */
export interface Explanation {
  isAllowed: boolean;
  /** Null for an open field. */
  section: Section | null;
  rule: string;
  article: string | null;
  grantId: number | null;
  purpose: string | null;
}

/** Finds a member of staff as they stand now; null where they may no longer act. */
export type FindViewer = (who: {
  staffProvinceId: number;
  staffId: number;
  tokenId: number | null;
}) => Promise<Viewer | null>;

/** Answers which rule, grant or article decides (Article 19). */
export class AccessExplanationService {
  constructor(private readonly findViewer: FindViewer) {}

  /**
   * Asks the very gate that guards the field, with a register that only listens: nothing is read. For an auditor over
   * the scope, for a custodian over accounts of one's own organisation; NOT_FOUND otherwise, and for unknown people.
   */
  async explain(
    session: Session,
    asker: Viewer,
    {
      place,
      section,
      staff,
    }: { place: AccountPlace; section: Section | null; staff: { staffProvinceId: number; staffId: number } },
  ): Promise<Explanation> {
    if (!isAuditor(asker) && (place.unitId || place.cityId) !== asker.organisationId)
      throw notFound('accountId');
    const viewer = await this.findViewer({ ...staff, tokenId: null });
    if (!viewer) throw notFound('staffId');
    const article = section && SECTION_POLICIES[section].article;
    const answer = (isAllowed: boolean, rule: string): Explanation => ({
      isAllowed,
      section,
      rule,
      article,
      grantId: null,
      purpose: null,
    });
    if (!viewer.capabilities.has('accounts:read')) return answer(false, 'capability accounts:read');
    if (!scopeCovers(viewer.scope, place)) return answer(false, 'the account is outside the scope');
    if (!section) return answer(true, 'open to whoever sees the account');
    const heard: RegisterEntry[] = [];
    const clearance = new Clearance({
      viewer,
      session,
      register: { write: async (entries) => void heard.push(...entries) },
      requestId: '',
      operation: () => NO_OPERATION,
      onRegisterFailure: () => undefined,
    });
    const { provinceId, accountId, cityId, unitId } = place;
    // A subject of its own: the asker's rights to the account are another matter.
    const isAllowed = await clearance.decide(section, new Subject(provinceId, accountId, cityId, unitId));
    const [entry] = heard;
    // L1 is not registered: by right of place or team, or not.
    if (!entry) return answer(isAllowed, isAllowed ? 'right to L1' : 'no right to L1');
    return { ...answer(isAllowed, entry.basis), grantId: entry.grantId, purpose: entry.purpose };
  }
}
