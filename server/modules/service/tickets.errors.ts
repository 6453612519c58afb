import { DomainError } from '../../graphql/errors';

/** Absent and out of scope are told alike. */
export const notFound = (field: string): DomainError => new DomainError('NOT_FOUND', undefined, { field });

/** A ticket is a person's. */
export const notAPerson = (): DomainError =>
  new DomainError('FORBIDDEN', 'only a member of staff answers calls, not a service token');

/** One open ticket per account and agent. */
export const ticketExists = (): DomainError =>
  new DomainError('TICKET_EXISTS', undefined, { field: 'accountId' });

/** An agent has as many calls at once as can be answered, not a portfolio to look through. */
export const tooManyTickets = (most: number): DomainError =>
  new DomainError('TOO_MANY_TICKETS', `at most ${most}`, { field: 'accountId' });

/** The ticket was closed, or has ended by itself. */
export const ticketOver = (): DomainError => new DomainError('INVALID_STATE', 'the ticket is over');

export const subjectLength = (min: number, max: number): DomainError =>
  new DomainError('BAD_USER_INPUT', `subject has ${min} to ${max} characters`, { field: 'subject' });
