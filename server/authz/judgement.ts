import type { Viewer } from './viewer';
import { mayHoldGrant } from './grantable';
import { NOTHING_HELD, type Standing } from './grants.repository';
import { mayHold, relationsTo } from './relation';
import { SECTION_POLICIES, type Section } from './sections';
import type { AccountPlace } from './subject';

/** Whether somebody reads a section of an account, and by what: the access register keeps the reason. */
export interface Judgement {
  isCleared: boolean;
  /** The rule that decided, in words. */
  basis: string;
  grantId: number | null;
  /** As stated in the grant, ticket or reading session that opened it. */
  purpose: string | null;
}

/** The judgement that needs no look-up, or undefined where what the viewer holds may still change it (Article 19). */
export function judgeByRight(viewer: Viewer, section: Section, place: AccountPlace): Judgement | undefined {
  const { fieldClass, byRight, purposeFirst } = SECTION_POLICIES[section];
  if (fieldClass !== 'L1' && !viewer.capabilities.has('dossier:read'))
    return refused('capability dossier:read');
  const relations = relationsTo(viewer, place, section);
  const right = relations.find((relation) => byRight.includes(relation));
  if (right && !purposeFirst) {
    // Whoever has a reading session open may have stated the purpose of this reading in it.
    const mayHavePurpose = viewer.isReading && place.accountId !== 0 && fieldClass !== 'L1';
    return mayHavePurpose ? undefined : cleared(`right of ${right}`);
  }
  if (place.accountId !== 0 && mayHold(viewer, section)) return undefined;
  return refused(`no right of ${relations[0] ?? 'AGENT'}`);
}

/** The judgement where it is known what the viewer holds: team, ticket, grants and reading sessions. Default: nothing. */
export function judgeByStanding(
  viewer: Viewer,
  section: Section,
  place: AccountPlace,
  standing: Standing = NOTHING_HELD,
): Judgement {
  const known = judgeByRight(viewer, section, place);
  if (known) return known;
  const { byRight, purposeFirst } = SECTION_POLICIES[section];
  const relations = relationsTo(viewer, place, section, standing);
  const right = relations.find((relation) => byRight.includes(relation));
  const session = standing.sessions.find(({ sections }) => sections.includes(section));
  if (right === 'AGENT' && standing.ticket)
    return cleared(`right of AGENT, ticket ${standing.ticket.id}`, standing.ticket.purpose);
  if (right && session) return cleared(`right of ${right}, reading session ${session.id}`, session.purpose);
  if (right && !purposeFirst) return cleared(`right of ${right}`);
  const grant = mayHoldGrant(viewer.roles, relations, section)
    ? standing.grants.find(({ sections }) => sections.includes(section))
    : undefined;
  if (grant)
    return { ...cleared(grant.isBreakGlass ? 'break-glass' : 'grant', grant.purpose), grantId: grant.id };
  return refused(right ? `right of ${right}, but no reading session` : 'no grant');
}

/** Whether the section is the viewer's to read by right, the reading session that may have to be opened first aside. */
export function hasRight(
  viewer: Viewer,
  section: Section,
  place: AccountPlace,
  standing: Standing = NOTHING_HELD,
): boolean {
  const { fieldClass, byRight } = SECTION_POLICIES[section];
  if (fieldClass !== 'L1' && !viewer.capabilities.has('dossier:read')) return false;
  return relationsTo(viewer, place, section, standing).some((relation) => byRight.includes(relation));
}

const cleared = (basis: string, purpose: string | null = null): Judgement => ({
  isCleared: true,
  basis,
  grantId: null,
  purpose,
});
const refused = (basis: string): Judgement => ({ isCleared: false, basis, grantId: null, purpose: null });
