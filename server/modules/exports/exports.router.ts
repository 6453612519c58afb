import { Router } from 'express';
import type { Viewer } from '../../authz/viewer';
import { DomainError } from '../../graphql/errors';
import { expectId } from '../../graphql/global-id';
import type { ExportDownloads } from './export-download.service';

/** GET /exports/<id>: the file of an export, once, for its requester. Errors go on to the application's handler. */
export function exportsRouter(
  downloads: ExportDownloads,
  authenticate: (authorization: string | undefined) => Promise<Viewer | null>,
): Router {
  const router = Router();
  router.get('/exports/:id', async (request, response, next) => {
    if (request.method !== 'GET') return next(); // HEAD would use the one download up
    const viewer = await authenticate(request.headers.authorization);
    if (!viewer) throw new DomainError('UNAUTHENTICATED');
    const { provinceId, key } = expectId('Export', request.params.id);
    const { name, type, bytes } = await downloads.take(viewer, { provinceId, id: key });
    response.type(type).attachment(name).send(bytes);
  });
  return router;
}
