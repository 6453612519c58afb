import type { Router } from 'express';
import type { Logger } from 'pino';
import type { Viewer } from './authz/viewer';
import type { Env } from './config/env';
import type { Database } from './db/database';
import type { GraphModule } from './graphql/schema';
import type { ImportReports } from './imports/import-reports.service';
import type { ImportService } from './imports/import.service';
import { NodeResolver } from './graphql/node.resolver';
import { importsModule } from './imports/imports.module';
import type { Task } from './jobs/scheduler';
import { accountById, accountsModule, keyAccountByKey } from './modules/accounts/accounts.module';
import { boardsModule } from './modules/boards/boards.module';
import { dossierModule, type DossierService, type RegisterTools } from './modules/dossier/dossier.module';
import {
  identityModule,
  staffByKey,
  type Authenticator,
  type StaffService,
} from './modules/identity/identity.module';
import {
  organisationsModule,
  type OrganisationDirectory,
} from './modules/organisations/organisations.module';
import { usageModule } from './modules/usage/usage.module';

/** What the modules need to be composed. */
export interface PlatformParts {
  database: Database;
  env: Env;
  log: Logger;
}

/** The modules, wired: what serves requests, what runs on its own, and what commands use. */
export interface Platform {
  modules: GraphModule[];
  authenticator: Authenticator;
  staff: StaffService;
  directory: OrganisationDirectory;
  imports: ImportService;
  importReports: ImportReports;
  dossiers: DossierService;
  register: RegisterTools;
  tasks: Task[];
  routers: Router[];
  /** An active member of staff by login name; NOT_FOUND otherwise. */
  viewerOf: (username: string) => Promise<Viewer>;
  /** Ranks what imports have marked. */
  refreshBoards(): Promise<void>;
  /** Begins to work off uploaded imports. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Builds every module in the order in which they may use each other. */
export function composeModules({ database, env, log }: PlatformParts): Platform {
  const identity = identityModule({ database, env });
  const { authenticator, findViewer, viewerOf } = identity;
  const organisations = organisationsModule({ database });
  const { directory } = organisations;
  const accounts = accountsModule({ database, directory });
  const usage = usageModule();
  const boards = boardsModule({ database, directory, accountViews: accounts.views });
  const accountByKey = keyAccountByKey(accounts.views);
  const dossier = dossierModule({
    database,
    directory,
    encryptionSecret: env.ENCRYPTION_SECRET,
    accountByKey,
  });
  const nodes = new NodeResolver({
    Account: { capability: 'accounts:read', find: (context, id) => accountById(context, accounts.views, id) },
    Organisation: {
      capability: 'organisations:read',
      find: async (_context, { key }) => (await directory.tree()).byId(key) ?? null,
    },
    StaffMember: {
      capability: 'staff:read',
      find: ({ loaders }, { provinceId, key }) => loaders.of(staffByKey).load({ provinceId, staffId: key }),
    },
  });
  const refreshBoards = (): Promise<void> => boards.refresher.refresh();
  const imports = importsModule({
    database,
    importers: [organisations.importer, accounts.importer, usage.importer],
    dataDir: env.DATA_DIR,
    authenticate: (authorization) => authenticator.authenticate(authorization),
    findViewer,
    // At once rather than at the scheduler's next turn; what fails here keeps its marks for that turn.
    onImported: () =>
      void refreshBoards().catch((error: Error) =>
        log.error({ error: error.message }, 'boards not refreshed'),
      ),
    log,
  });
  return {
    modules: [identity, organisations, accounts, usage, boards, dossier, imports, { resolvers: [nodes] }],
    authenticator,
    staff: identity.staff,
    directory,
    imports: imports.imports,
    importReports: imports.reports,
    dossiers: dossier.dossiers,
    register: dossier.register,
    tasks: [...organisations.tasks, ...boards.tasks, ...registerTasks(dossier.register, log)],
    routers: [imports.router],
    viewerOf,
    refreshBoards,
    start: () => imports.queue.start(),
    close: () => imports.queue.stop(),
  };
}

/** Sealing, and once a day all of it verified; the log keeps the heads outside the database. */
function registerTasks({ watch }: RegisterTools, log: Logger): Task[] {
  const verify = async (): Promise<void> =>
    log.info({ heads: await watch.verify() }, 'access register verified');
  return [
    { name: 'seal access register', everySeconds: 60, run: () => watch.seal() },
    { name: 'verify access register', everySeconds: 86_400, run: verify },
  ];
}
