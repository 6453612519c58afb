import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import type { Importer } from '../../imports/importer';
import type { Task } from '../../jobs/scheduler';
import { CreateOrganisation } from './mutations/create-organisation';
import { MoveOrganisation } from './mutations/move-organisation';
import { RenameOrganisation } from './mutations/rename-organisation';
import { OrganisationDirectory } from './organisation-directory.service';
import { organisationsImporter } from './organisations-importer.service';
import { OrganisationsResolver } from './organisations.resolver';
import { OrganisationsService } from './organisations.service';
import { StaffOrganisationResolver } from './staff-organisation.resolver';

export { OrganisationDirectory } from './organisation-directory.service';
export { OrganisationLevel } from './organisation-level';
export { OrganisationNode } from './organisation-node';
export { OrganisationTree, type OrganisationPlace } from './organisation-tree';
export { Organisation } from './organisation.type';
export { lockTree, queriesOf, readTree, type Queries } from './organisations.repository';
export { followAccounts } from './rehoming.repository';
export { OrganisationsService } from './organisations.service';

/** The tree of organisations: its part of the graph, its directory, its import, its job. */
export function organisationsModule({ database }: { database: Database }): GraphModule & {
  directory: OrganisationDirectory;
  organisations: OrganisationsService;
  importer: Importer;
  tasks: Task[];
} {
  const directory = new OrganisationDirectory(database);
  const organisations = new OrganisationsService(database, directory);
  return {
    resolvers: [
      new OrganisationsResolver(organisations),
      new StaffOrganisationResolver(organisations),
      new CreateOrganisation(organisations),
      new RenameOrganisation(organisations),
      new MoveOrganisation(organisations),
    ],
    directory,
    organisations,
    importer: organisationsImporter,
    tasks: [{ name: 'settle-due-moves', everySeconds: 600, run: () => organisations.settleDueMoves() }],
  };
}
