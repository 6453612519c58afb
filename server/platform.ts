import type { Router } from 'express';
import type { Logger } from 'pino';
import { NO_REGISTER, type AccessRegister } from './authz/access-register';
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
import {
  dossierModule,
  refusePersonalData,
  type DossierService,
  type RegisterTools,
} from './modules/dossier/dossier.module';
import {
  exportsModule,
  type ExportDownloads,
  type ExportQueue,
  type ExportService,
} from './modules/exports/exports.module';
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
import { serviceModule } from './modules/service/service.module';
import { usageModule } from './modules/usage/usage.module';

/** What the modules need to be composed. */
export interface PlatformParts {
  database: Database;
  env: Env;
  log: Logger;
  /** Opens the access register; `faultOf` tells why it may not be relied on. Without it nothing confidential is read. */
  openRegister?: (faultOf: () => string | null) => AccessRegister;
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
  accessRegister: AccessRegister;
  exports: { service: ExportService; downloads: ExportDownloads; queue: ExportQueue };
  tasks: Task[];
  routers: Router[];
  /** An active member of staff by login name; NOT_FOUND otherwise. */
  viewerOf: (username: string) => Promise<Viewer>;
  /** Ranks what imports have marked. */
  refreshBoards(): Promise<void>;
  /** Begins to work off uploaded imports and exports. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Builds every module in the order in which they may use each other. */
export function composeModules({ database, env, log, openRegister }: PlatformParts): Platform {
  const identity = identityModule({ database, env });
  const { authenticator, findViewer, viewerOf } = identity;
  const organisations = organisationsModule({ database });
  const { directory } = organisations;
  const accounts = accountsModule({ database, directory });
  const usage = usageModule();
  const boards = boardsModule({
    database,
    directory,
    accountViews: accounts.views,
    pageMs: env.BOARD_PAGE_MS,
  });
  const accountByKey = keyAccountByKey(accounts.views);
  const service = serviceModule({ database, accountByKey, refuseText: refusePersonalData });
  const dossier = dossierModule({
    database,
    directory,
    encryptionSecret: env.ENCRYPTION_SECRET,
    accountByKey,
    findViewer,
    forgetViewers: identity.forgetViewers,
  });
  const accessRegister = openRegister?.(() => dossier.register.watch.fault) ?? NO_REGISTER;
  const exports = exportsModule({
    database,
    register: accessRegister,
    encryptionSecret: env.ENCRYPTION_SECRET,
    directory,
    accounts: accounts.accounts,
    accountViews: accounts.views,
    accountByKey,
    boards: boards.boards,
    usage: usage.usage,
    keyPersonsBySubject: dossier.keyPersonsBySubject,
    authenticate: (authorization) => authenticator.authenticate(authorization),
    findViewer,
    log,
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
    modules: [
      identity,
      organisations,
      accounts,
      usage,
      boards,
      service,
      dossier,
      exports,
      imports,
      { resolvers: [nodes] },
    ],
    authenticator,
    staff: identity.staff,
    directory,
    imports: imports.imports,
    importReports: imports.reports,
    dossiers: dossier.dossiers,
    register: dossier.register,
    accessRegister,
    exports: { service: exports.exports, downloads: exports.downloads, queue: exports.queue },
    tasks: [
      ...organisations.tasks,
      ...boards.tasks,
      ...exports.tasks,
      ...registerTasks(dossier.register, log),
    ],
    routers: [imports.router, exports.router],
    viewerOf,
    refreshBoards,
    start: async () => {
      await imports.queue.start();
      exports.queue.start();
    },
    close: async () => {
      await exports.queue.stop();
      await imports.queue.stop();
    },
  };
}

/** Sealing, once a day all of it verified (the log keeps the heads outside the database), and the search for anomalies. */
function registerTasks({ watch, alerts }: RegisterTools, log: Logger): Task[] {
  const verify = async (): Promise<void> =>
    log.info({ heads: await watch.verify() }, 'access register verified');
  return [
    { name: 'seal access register', everySeconds: 60, run: () => watch.seal() },
    { name: 'verify access register', everySeconds: 86_400, run: verify },
    { name: 'watch readings', everySeconds: 300, run: () => alerts.watch() },
    { name: 'compare readings', everySeconds: 3_600, run: () => alerts.compare() },
  ];
}
