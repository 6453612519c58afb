import type { GraphModule } from '../../graphql/schema';
import type { Importer } from '../../imports/importer';
import { UsageImporter } from './usage-importer.service';
import { UsageResolver } from './usage.resolver';
import { UsageService } from './usage.service';

/** What other modules may use of usage. */
export { AccountUsage } from './account-usage.type';
export { MonthlyUsage } from './monthly-usage.type';
export { RevenueCalibre } from './revenue-calibre.type';
export { factsBySubject, monthsByAccountAndLine, type UsageRangeKey } from './usage.loaders';
export type { CalibreRow, MonthFigures, UsageFactRow, UsageKey } from './usage.repository';
export { UsageService } from './usage.service';
export { accountUsage, revenueCalibre } from './usage.view';

/** Monthly usage and revenue of accounts. */
export interface UsageModule extends GraphModule {
  usage: UsageService;
  importer: Importer;
}

/** Builds the module. */
export function usageModule(): UsageModule {
  const usage = new UsageService();
  return { usage, importer: new UsageImporter(), resolvers: [new UsageResolver(usage)] };
}
