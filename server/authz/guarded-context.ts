import type { Locale } from '../graphql/errors';
import type { Capability } from './capabilities';
import type { Clearance } from './clearance';
import type { Viewer } from './viewer';
import type { Withheld } from './withheld';

/** What the walls need of the request's context. */
export interface GuardedContext {
  readonly viewer: Viewer | null;
  readonly locale: Locale;
  readonly clearance: Clearance;
  readonly withheld: Withheld;
  can(capability: Capability): boolean;
  /** Ends the reading so far in this request: what is asked next is read and decided anew. */
  forget(): Promise<void>;
}
