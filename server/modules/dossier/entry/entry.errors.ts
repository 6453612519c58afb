import { DomainError } from '../../../graphql/errors';

/** The entry names no field, or fields of several sections: a section is entered as one. */
export const nothingGiven = (): DomainError =>
  new DomainError('BAD_USER_INPUT', 'give fields of exactly one section', { field: 'entry' });

/** An amount that is none; the amount itself is not repeated. */
export const amountMalformed = (field: string): DomainError =>
  new DomainError('BAD_USER_INPUT', `${field} must not be negative`, { field });

/** Only account managers of the account's team or of the serving organisation propose (Article 17-2). */
export const notItsManager = (): DomainError =>
  new DomainError(
    'FORBIDDEN',
    'only an account manager on the team or of the serving organisation may do this',
  );

/** Nobody enters one's own proposal (Article 19). */
export const ownProposal = (): DomainError =>
  new DomainError('OWN_REQUEST', undefined, { field: 'proposalId' });

/** The proposal is decided already. */
export const proposalDecided = (): DomainError =>
  new DomainError('INVALID_STATE', undefined, { field: 'proposalId' });

/** Nothing of a person is kept without a reason in law (PIPL Article 13): new persons and those entered before say it. */
export const basisMissing = (): DomainError =>
  new DomainError('BAD_USER_INPUT', 'say why the person may be kept: lawfulBasis', { field: 'lawfulBasis' });
