import type { Session } from '../../db/database';
import type { OrganisationRow } from './organisation-node';
import { OrganisationTree } from './organisation-tree';

/** Today in Asia/Shanghai, by the database's clock. */
export const TODAY = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;

const TREE = {
  name: 'organisations_tree',
  text: `SELECT o.id, o.code, v.name, o.level, o.business_line AS "businessLine", v.parent_id AS "parentId",
      v.valid_from AS "validFrom", v.valid_to AS "validTo"
    FROM organisation_versions v JOIN organisations o ON o.id = v.organisation_id
    WHERE v.valid_from <= coalesce($1::date, ${TODAY}) AND (v.valid_to IS NULL OR v.valid_to > coalesce($1::date, ${TODAY}))`,
};

/** The tree of a business date, today's by default. */
export async function readTree(session: Session, asOf: string | null = null): Promise<OrganisationTree> {
  return new OrganisationTree(await session.query<OrganisationRow>(TREE, [asOf]));
}
