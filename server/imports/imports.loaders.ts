import DataLoader from 'dataloader';
import type { LoaderKind } from '../context/loaders';
import type { ImportErrorRecord, ImportJobKey } from './import-job';
import { readFirstErrors } from './import-jobs.repository';

/** The first bad rows of a job, as many as `limit`; who may see them, ImportReports has decided before. */
export const firstErrorsByJob: LoaderKind<ImportJobKey & { limit: number }, ImportErrorRecord[]> = ({
  session,
}) =>
  new DataLoader<ImportJobKey & { limit: number }, ImportErrorRecord[], string>(
    (jobs) => readFirstErrors(session, jobs),
    { cacheKeyFn: ({ provinceId, id, limit }) => `${provinceId}:${id}:${limit}` },
  );
