import type { Subject } from '../../authz/subject';
import type { RequestContext } from '../../context/request-context';
import { encodeId } from '../../graphql/global-id';
import { AccountUsage } from './account-usage.type';
import { factsBySubject } from './usage.loaders';
import type { RevenueCalibre } from './revenue-calibre.type';
import type { CalibreRow } from './usage.repository';

/** A calibre as the graph shows it. */
export function revenueCalibre({ id, name, definition, validFrom }: CalibreRow): RevenueCalibre {
  return { id: encodeId('RevenueCalibre', 0, id), name, definition, validFrom };
}

/** Section 5 of an account; one statement for any number of accounts. */
export function accountUsage(subject: Subject, { loaders }: RequestContext): AccountUsage {
  return new AccountUsage(subject, () => loaders.of(factsBySubject).load(subject));
}
