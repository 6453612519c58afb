import type { Section } from '../../authz/sections';
import { DomainError } from '../../graphql/errors';

/** No such account, grant or person in the viewer's scope; alike for bad, absent and foreign ids. */
export const notFound = (field: string): DomainError => new DomainError('NOT_FOUND', undefined, { field });

/** Only the custodian of the organisation that serves the account enters and decides (Article 19). */
export const notServingCustodian = (): DomainError =>
  new DomainError('FORBIDDEN', 'only the custodian of the serving organisation may do this');

/** Tokens read what their scope gives; they neither ask nor decide. */
export const notAPerson = (): DomainError =>
  new DomainError('FORBIDDEN', 'only a member of staff may do this, not a service token');

/** Nobody decides one's own request (Article 19). */
export const ownRequest = (): DomainError => new DomainError('OWN_REQUEST', undefined, { field: 'grantId' });

/** The policy knows no grant of these sections for somebody who stands so to the account (Articles 17 and 19). */
export const notGrantable = (sections: readonly Section[]): DomainError =>
  new DomainError('SECTION_NOT_GRANTABLE', sections.join(', '), { field: 'sections' });

/** A request or live grant of the same person already covers the sections. */
export const grantExists = (): DomainError =>
  new DomainError('GRANT_EXISTS', undefined, { field: 'sections' });

/** The grant or request is decided, revoked or over. */
export const invalidState = (state: string): DomainError =>
  new DomainError('INVALID_STATE', state, { field: 'grantId' });

/** Somebody else has changed the person since it was read. */
export const changedMeanwhile = (): DomainError =>
  new DomainError('CONFLICT', undefined, { field: 'expectedVersion' });

/** A text outside its bounds; the text itself is not repeated. */
export const textLength = (field: string, min: number, max: number): DomainError =>
  new DomainError('BAD_USER_INPUT', `${field} must have ${min} to ${max} characters`, { field });

/** A text that no database can keep: a NUL or half a character in it. */
export const textMalformed = (field: string): DomainError =>
  new DomainError('BAD_USER_INPUT', `${field} holds characters that cannot be written`, { field });

/** A duration outside what the policy allows (Article 19: L3 at most 8 hours, L2 at most 30 days). */
export const hoursOutside = (max: number): DomainError =>
  new DomainError('BAD_USER_INPUT', `hours must be between 1 and ${max} for these sections`, {
    field: 'hours',
  });

/** A section of one of the accounts is not the viewer's to read without a grant (Article 19: by right). */
export const notByRight = (sections: readonly Section[]): DomainError =>
  new DomainError('SECTION_NOT_BY_RIGHT', sections.join(', '), { field: 'sections' });

/** A reading session over nobody, or over more accounts than one reads with one purpose. */
export const tooManyAccounts = (max: number): DomainError =>
  new DomainError('BAD_USER_INPUT', `accountIds must name 1 to ${max} accounts`, { field: 'accountIds' });

/** A reading session that is over before it begins, or never ends. */
export const untilOutside = (hours: number): DomainError =>
  new DomainError('BAD_USER_INPUT', `until must lie ahead, by at most ${hours} hours`, { field: 'until' });

/** The reading session has ended already. */
export const readingOver = (): DomainError =>
  new DomainError('INVALID_STATE', 'it is over', { field: 'readingSessionId' });

/** Nobody settles an alert about one's own readings (Article 19). */
export const ownAlert = (): DomainError => new DomainError('OWN_REQUEST', undefined, { field: 'alertId' });

/** Somebody has settled the alert already. */
export const alertSettled = (): DomainError =>
  new DomainError('INVALID_STATE', undefined, { field: 'alertId' });

/** The text holds an identity-card number or data of a minor; the text itself is not repeated. */
export const personalDataRefused = (field: string, kinds: readonly string[]): DomainError =>
  new DomainError('PERSONAL_DATA_REFUSED', `${field}: ${kinds.join(', ')}`, { field });

/** What a custodian of the serving organisation asks for or took is decided one level up (Article 19). */
export const superiorDecides = (): DomainError =>
  new DomainError('FORBIDDEN', 'a custodian or director of the organisation above decides this');

/** An earlier break-glass access of the same person was not reviewed in time. */
export const reviewOverdue = (): DomainError => new DomainError('REVIEW_OVERDUE');
