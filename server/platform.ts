import type { Router } from 'express';
import type { Logger } from 'pino';
import type { Viewer } from './authz/viewer';
import type { Env } from './config/env';
import type { Database } from './db/database';
import type { GraphModule } from './graphql/schema';
import type { Task } from './jobs/scheduler';
import { accountsModule, keyAccountByKey } from './modules/accounts/accounts.module';
import { boardsModule } from './modules/boards/boards.module';
import { dossierModule, type DossierService } from './modules/dossier/dossier.module';
import { identityModule, type Authenticator } from './modules/identity/identity.module';
import { organisationsModule } from './modules/organisations/organisations.module';

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
  dossiers: DossierService;
  tasks: Task[];
  routers: Router[];
  /** An active member of staff by login name; NOT_FOUND otherwise. */
  viewerOf(username: string): Promise<Viewer>;
  /** Ranks what imports have marked. */
  refreshBoards(): Promise<void>;
  close(): Promise<void>;
}

/** Builds every module in the order in which they may use each other. */
export function composeModules({ database, env }: PlatformParts): Platform {
  const identity = identityModule({ database, env });
  const organisations = organisationsModule({ database });
  const { directory } = organisations;
  const accounts = accountsModule({ database, directory });
  const boards = boardsModule({ database, directory, accountViews: accounts.views });
  const dossier = dossierModule({
    database,
    directory,
    encryptionSecret: env.ENCRYPTION_SECRET,
    accountByKey: keyAccountByKey(accounts.views),
  });
  return {
    modules: [identity, organisations, accounts, boards, dossier],
    authenticator: identity.authenticator,
    dossiers: dossier.dossiers,
    tasks: [...organisations.tasks, ...boards.tasks],
    routers: [],
    viewerOf: identity.viewerOf,
    refreshBoards: () => boards.refresher.refresh(),
    close: async () => undefined,
  };
}
