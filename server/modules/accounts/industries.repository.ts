import type { Session } from '../../db/database';
import type { IndustryRow } from './industries';

/** Every industry of every scheme. */
export function readIndustries(session: Session): Promise<IndustryRow[]> {
  return session.query<IndustryRow>(
    'SELECT scheme, code, parent_code AS "parentCode", name FROM industries ORDER BY scheme, code',
  );
}
