import { Role } from '../../server/authz/capabilities';
import type { Place } from '../kit/story-people';

export const EVERYONE = Object.values(Role);
export const SALES = [Role.DIRECTOR, Role.ACCOUNT_MANAGER, Role.MARKETER];

/** Whoever opens accounts at all: all but who run the platform. */
export const readsAccounts = (role: Role): boolean => role !== Role.ADMIN && role !== Role.INGEST;

/** Global ids that the inputs below name; made once the story is told. */
export interface VerbIds {
  account: (key: string) => string;
  organisation: (place: Place) => string;
  staff: (username: string) => string;
  /** A request of gz.account-manager that waits for its decision. */
  request: string;
  /** A proposal of gz.account-manager that waits for its decision. */
  proposal: string;
  /** A live grant of gz.account-manager. */
  grant: string;
  /** An export of gz.account-manager that waits for its second person. */
  export: string;
  /** A break-glass access of gz.account-manager that waits for its review. */
  breakGlass: string;
  /** An open reading session of gz.account-manager. */
  readingSession: string;
  /** An alert about an account that Guangzhou serves. */
  alert: string;
  /** An open ticket of gz.call-agent. */
  ticket: string;
  /** A key person of an account that Guangzhou serves. */
  keyPerson: string;
  serviceToken: string;
  unknown: (type: string) => string;
}

/**
 * Who may call a root field; written from the issue and requirements.md, not from server/authz/capabilities.ts.
 * A PUBLIC field is nobody's to refuse.
 */
export interface Verb {
  roles: readonly Role[] | 'PUBLIC';
  /** Places where those roles may; everywhere by default. */
  onlyAt?: Place;
  /** Whether a service token with everything a token can hold may. */
  token: boolean;
  /** The operation; a mutation's takes `$input`. */
  query: string;
  /** An input that would change something if the caller were let in, and who may do just that. */
  effective?: (ids: VerbIds) => object;
  rightful?: string;
  /** An input that is let in and then refused, so that asking it of everybody changes nothing. */
  harmless?: (ids: VerbIds) => object;
}

/** A query and who may ask it. */
export const query = (selection: string, roles: Verb['roles'], token: boolean): Verb => ({
  roles,
  token,
  query: `{ ${selection} }`,
});
/** A mutation, who may call it, and an input that changes something and one that does not. */
export const mutation = (
  name: string,
  roles: Verb['roles'],
  rightful: string,
  effective: Verb['effective'],
  harmless: Verb['harmless'],
  more: Partial<Verb> = {},
): Verb => ({
  roles,
  rightful,
  effective,
  harmless,
  token: false,
  query: `mutation Call($input: ${name[0].toUpperCase()}${name.slice(1)}Input!) {
    ${name}(input: $input) { clientMutationId userErrors { code field } } }`,
  ...more,
});
