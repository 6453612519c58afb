import type { Router } from 'express';
import type { Logger } from 'pino';
import type { AccessRegister } from '../../authz/access-register';
import type { Section } from '../../authz/sections';
import type { Subject } from '../../authz/subject';
import type { Viewer } from '../../authz/viewer';
import type { LoaderKind } from '../../context/loaders';
import { RequestContext } from '../../context/request-context';
import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import type { Task } from '../../jobs/scheduler';
import type { AccountsService, AccountViews } from '../accounts/accounts.module';
import type { BoardService } from '../boards/boards.module';
import type { KeyPersonValues } from '../dossier/dossier.module';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import type { UsageService } from '../usage/usage.module';
import { ExportDownloads } from './export-download.service';
import { ExportQueue } from './export-queue.service';
import { ExportReader } from './export-reader.view';
import { ExportSeal } from './export-seal';
import { ExportWriter } from './export-writer.service';
import { ExportService } from './exports.service';
import { ExportsResolver } from './exports.resolver';
import { exportsRouter } from './exports.router';
import { DecideExport } from './mutations/decide-export';
import { RequestExport } from './mutations/request-export';
import { sectionTables } from './section-tables.view';

export type { ExportDownloads } from './export-download.service';
export type { ExportQueue } from './export-queue.service';
export { ExportFormat, ExportStatus, registerNumber, type ExportKey } from './export-request';
export type { ExportService } from './exports.service';

/** What exports are composed of. */
export interface ExportsParts {
  database: Database;
  /** Where the readings of files are written before values are used. */
  register: AccessRegister;
  /** ENCRYPTION_SECRET: seals the files. */
  encryptionSecret: string;
  directory: OrganisationDirectory;
  accounts: AccountsService;
  accountViews: AccountViews;
  accountByKey: LoaderKind<{ provinceId: number; accountId: number }, object | null>;
  boards: BoardService;
  usage: UsageService;
  keyPersonsBySubject: LoaderKind<Subject, KeyPersonValues[] | null>;
  authenticate: (authorization: string | undefined) => Promise<Viewer | null>;
  findViewer: (who: { staffProvinceId: number; staffId: number; tokenId: null }) => Promise<Viewer | null>;
  log: Logger;
  /** For tests: accounts read together, and seconds after which a silent job is taken over. */
  batch?: number;
  staleSeconds?: number;
}

/** Copies of dossiers and boards (Article 19); `queue.start()` begins to write what waits. */
export interface ExportsModule extends GraphModule {
  exports: ExportService;
  downloads: ExportDownloads;
  queue: ExportQueue;
  tasks: Task[];
  router: Router;
}

/** Builds the module; opens nothing by itself. */
export function exportsModule(parts: ExportsParts): ExportsModule {
  const { database, register, log } = parts;
  const tables = sectionTables(parts.keyPersonsBySubject);
  const reading = new ExportReader({
    ...parts,
    tables,
    contextFor: (viewer, requestId, through) =>
      new RequestContext(database, through(register), viewer, requestId, 'zh', '', log),
  });
  const seal = new ExportSeal(parts.encryptionSecret);
  const writer = new ExportWriter({ ...parts, reading, seal });
  const queue = new ExportQueue({ ...parts, writer });
  const exportable = new Set(Object.keys(tables) as Section[]);
  const exports = new ExportService({ ...parts, exportable, onQueued: () => queue.kick() });
  const downloads = new ExportDownloads({ database, reading, seal });
  return {
    exports,
    downloads,
    queue,
    tasks: [{ name: 'remove expired exports', everySeconds: 60, run: () => queue.expire() }],
    router: exportsRouter(downloads, parts.authenticate),
    resolvers: [
      new ExportsResolver(exports, parts.accountByKey, parts.directory),
      new RequestExport(exports),
      new DecideExport(exports),
    ],
  };
}
