import type { Subject } from '../../authz/subject';
import { encodeId } from '../../graphql/global-id';
import type { MonthlyUsage } from './monthly-usage.type';
import type { RevenueCalibre } from './revenue-calibre.type';
import type { CalibreRow, MonthFigures } from './usage.repository';

/** Months as the graph shows them, about one subject. */
export function monthlyUsage(subject: Subject, months: readonly MonthFigures[]): MonthlyUsage[] {
  return months.map(({ month, volume, revenue }) => ({ subject, month, volume, revenue }));
}

/** A calibre as the graph shows it. */
export function revenueCalibre({ id, name, definition, validFrom }: CalibreRow): RevenueCalibre {
  return { id: encodeId('RevenueCalibre', 0, id), name, definition, validFrom };
}
