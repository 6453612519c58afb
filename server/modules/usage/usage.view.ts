import { encodeId } from '../../graphql/global-id';
import type { RevenueCalibre } from './revenue-calibre.type';
import type { CalibreRow } from './usage.repository';

/** A calibre as the graph shows it. */
export function revenueCalibre({ id, name, definition, validFrom }: CalibreRow): RevenueCalibre {
  return { id: encodeId('RevenueCalibre', 0, id), name, definition, validFrom };
}
