import type { Section } from '../../authz/sections';
import { DomainError } from '../../graphql/errors';

/** No such export, account or board for the viewer; alike for bad, absent and foreign ones. */
export const notFound = (field: string): DomainError => new DomainError('NOT_FOUND', undefined, { field });

/** Tokens read; they neither copy nor decide. */
export const notAPerson = (): DomainError =>
  new DomainError('FORBIDDEN', 'only a member of staff may do this, not a service token');

/** Nobody is one's own second person (Article 19). */
export const ownRequest = (): DomainError => new DomainError('OWN_REQUEST', undefined, { field: 'exportId' });

/** Not in the state that the step asks for. */
export const invalidState = (state: string): DomainError =>
  new DomainError('INVALID_STATE', state, { field: 'exportId' });

/** More accounts than one file may hold. */
export const tooLarge = (max: number): DomainError =>
  new DomainError('EXPORT_TOO_LARGE', `at most ${max} accounts`, { field: 'filter' });

/** Nothing was selected, or none of it may be read. */
export const nothingToExport = (): DomainError => new DomainError('EXPORT_EMPTY');

/** The rights that the file was made under have ended. */
export const exportRevoked = (): DomainError => new DomainError('EXPORT_REVOKED');

/** Downloaded already, or past its 24 hours. */
export const exportSpent = (): DomainError => new DomainError('EXPORT_SPENT');

/** Sections that have no table. */
export const notExportable = (sections: readonly Section[]): DomainError =>
  new DomainError(
    'BAD_USER_INPUT',
    `sections that cannot be exported: ${sections.join(', ') || 'none given'}`,
    {
      field: 'sections',
    },
  );

/** One of accountIds, filter and board; sections with accounts only. */
export const oneSelection = (): DomainError =>
  new DomainError('BAD_USER_INPUT', 'give one of accountIds, filter and board', { field: 'accountIds' });

/** A text outside its bounds; the text itself is not repeated. */
export const textLength = (field: string, min: number, max: number): DomainError =>
  new DomainError('BAD_USER_INPUT', `${field} must have ${min} to ${max} characters`, { field });
