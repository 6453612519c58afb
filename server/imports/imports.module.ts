import type { Router } from 'express';
import type { Logger } from 'pino';
import { join } from 'node:path';
import type { Viewer } from '../authz/viewer';
import type { Database } from '../db/database';
import type { GraphModule } from '../graphql/schema';
import { ImportQueue, type FindViewer } from './import-queue';
import { ImportReports } from './import-reports.service';
import { ImportService } from './import.service';
import type { Importer, ImportKind } from './importer';
import { importsRouter } from './imports.router';
import { ImportsResolver } from './imports.resolver';

/** What imports are composed from. */
export interface ImportsParts {
  database: Database;
  importers: readonly Importer[];
  /** DATA_DIR; uploads wait in a folder of it. */
  dataDir: string;
  authenticate: (authorization: string | undefined) => Promise<Viewer | null>;
  findViewer: FindViewer;
  /** Told after each committed import. */
  onImported?: (kind: ImportKind, jobId: number) => void;
  log: Logger;
}

/** Imports over HTTP and in the graph; `queue.start()` begins to work off what waits. */
export interface ImportsModule extends GraphModule {
  imports: ImportService;
  reports: ImportReports;
  queue: ImportQueue;
  router: Router;
}

/** Builds the imports; opens nothing by itself. */
export function importsModule(parts: ImportsParts): ImportsModule {
  const imports = new ImportService(parts);
  const reports = new ImportReports(parts.database, imports);
  const queue = new ImportQueue({ ...parts, imports, folder: join(parts.dataDir, 'uploads') });
  return {
    imports,
    reports,
    queue,
    router: importsRouter({ imports, reports, queue, authenticate: parts.authenticate }),
    resolvers: [new ImportsResolver(reports)],
  };
}
