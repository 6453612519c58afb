import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Request } from 'express';
import type { Viewer } from '../authz/viewer';
import { DomainError } from '../graphql/errors';
import { encodeId, expectId } from '../graphql/global-id';
import { FileRefused } from './file-refused';
import type { ImportQueue } from './import-queue';
import type { ImportReports } from './import-reports.service';
import type { ImportService } from './import.service';
import type { ImportKind } from './importer';
import { formatOf } from './inspect-file';

/** What the routes are built from. */
export interface ImportsRouterDeps {
  imports: ImportService;
  queue: ImportQueue;
  reports: ImportReports;
  /** The viewer behind an Authorization header; null without one, UNAUTHENTICATED thrown for a bad one. */
  authenticate: (authorization: string | undefined) => Promise<Viewer | null>;
  /** Largest upload; 512 MB unless a test says otherwise. */
  maxBytes?: number;
}

const KINDS = new Map<string, ImportKind>([
  ['accounts', 'ACCOUNTS'],
  ['usage', 'USAGE'],
  ['organisations', 'ORGANISATIONS'],
]);
const MAX_BYTES = 512 * 1024 * 1024;

/** A refusal with an HTTP status of its own. */
class HttpRefusal extends DomainError {
  constructor(
    readonly status: 413 | 415,
    detail: string,
  ) {
    super('BAD_USER_INPUT', detail);
  }
}

/**
 * POST /imports?kind=usage|accounts|organisations[&dryRun=1] takes a CSV or XLSX as the raw body (its name in
 * X-File-Name), and GET /imports/<id>/errors.csv gives the rows that were not imported. Errors go on to the
 * application's handler, which answers `{ code, message, requestId }`.
 */
export function importsRouter(deps: ImportsRouterDeps): Router {
  const router = Router();
  router.post('/imports', async (request, response) => {
    const viewer = await signedIn(deps, request);
    const kind = KINDS.get(parameter(request, 'kind'));
    if (!kind) throw new DomainError('BAD_USER_INPUT', 'kind must be usage, accounts or organisations');
    deps.imports.importerFor(viewer, kind);
    const path = await deps.queue.uploadPath();
    response.setHeader('connection', 'close'); // a refused body is not read to its end
    try {
      await receive(request, path, deps.maxBytes ?? MAX_BYTES);
      await refuseOtherFormats(path);
      const { provinceId, id } = await deps.queue.enqueue(viewer, kind, path, {
        fileName: fileName(request) ?? `${kind.toLowerCase()} upload`,
        dryRun: ['1', 'true'].includes(parameter(request, 'dryRun')),
      });
      const jobId = encodeId('ImportJob', provinceId, id);
      response.status(202).json({ id: jobId, status: 'QUEUED', href: `/imports/${jobId}/errors.csv` });
    } finally {
      await rm(path, { force: true });
    }
  });
  router.get('/imports/:id/errors.csv', async (request, response) => {
    const viewer = await signedIn(deps, request);
    const { provinceId, key } = expectId('ImportJob', String(request.params.id));
    const file = deps.reports.errorFile(viewer, { provinceId, id: key });
    const first = await file.next(); // refusals come before the headers
    response.type('text/csv; charset=utf-8').attachment('errors.csv');
    await pipeline(Readable.from(concatenated(first.done ? '' : first.value, file)), response);
  });
  return router;
}

/** A query parameter that is given once; '' otherwise. */
function parameter(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
}

async function signedIn({ authenticate }: ImportsRouterDeps, request: Request): Promise<Viewer> {
  const viewer = await authenticate(request.headers.authorization);
  if (!viewer) throw new DomainError('UNAUTHENTICATED');
  return viewer;
}

/** Streams the body into a file that only this account may read. */
async function receive(request: Request, path: string, maxBytes: number): Promise<void> {
  const tooLarge = (): Error => new HttpRefusal(413, `文件超过上限 / a file has at most ${maxBytes} bytes`);
  if (request.headers['content-encoding'])
    throw new HttpRefusal(415, '请不要压缩 / send the file without content encoding');
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const file = await open(path, 'wx', 0o600);
  try {
    let bytes = 0;
    // The request is not destroyed by a refusal: its answer goes over the same connection.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge();
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
}

async function refuseOtherFormats(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(4_096);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    formatOf(head.subarray(0, bytesRead));
  } catch (error) {
    throw error instanceof FileRefused ? new HttpRefusal(415, error.message) : error;
  } finally {
    await file.close();
  }
}

/** The name the sender gives, percent-encoded where it is not ASCII; it is shown, never used as a path. */
function fileName(request: Request): string | undefined {
  const given = request.get('x-file-name');
  if (!given) return undefined;
  try {
    return decodeURIComponent(given)
      .replace(/[\p{Cc}]/gu, '')
      .slice(0, 200);
  } catch {
    return given.slice(0, 200);
  }
}

async function* concatenated(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
