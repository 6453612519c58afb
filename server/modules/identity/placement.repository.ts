import type { Session } from '../../db/database';
import { placementOf, type Placement, type PlacementRow } from './placement';

// Business dates are Shanghai's.
const LIVE = (version: string): string =>
  `${version}.valid_from <= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
   AND (${version}.valid_to IS NULL OR (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date < ${version}.valid_to)`;

/**
 * SQL that adds the place of `organisation_id` to each of the (at most one) rows of `who`; no row where the
 * organisation has ended. A bureau takes the place of the nearest organisation above it that is none, and whatever
 * stands below a bureau keeps its line. Organisations are shared, so this reads the same under every scope.
 */
export const placed = (who: string): string => `
  WITH RECURSIVE who AS (${who}),
  up AS (
    SELECT o.id, o.level, o.business_line, v.parent_id, 0 AS depth
    FROM who JOIN organisations o ON o.id = who.organisation_id
    JOIN organisation_versions v ON v.organisation_id = o.id AND ${LIVE('v')}
    UNION ALL
    SELECT o.id, o.level, o.business_line, v.parent_id, up.depth + 1
    FROM up JOIN organisations o ON o.id = up.parent_id
    JOIN organisation_versions v ON v.organisation_id = o.id AND ${LIVE('v')}
    WHERE up.depth < 20
  ),
  place AS (SELECT id, level FROM up WHERE business_line IS NULL ORDER BY depth LIMIT 1),
  down AS (
    SELECT id, 0 AS depth FROM place WHERE level IN ('COUNTY', 'UNIT')
    UNION ALL
    SELECT v.organisation_id, down.depth + 1
    FROM down JOIN organisation_versions v ON v.parent_id = down.id AND ${LIVE('v')}
    WHERE down.depth < 20
  )
  SELECT who.*, place.id AS place_id, place.level AS place_level,
    coalesce((SELECT id FROM up WHERE level = 'PROVINCE' AND business_line IS NULL ORDER BY depth LIMIT 1), 0)
      AS place_province_id,
    coalesce((SELECT id FROM up WHERE level = 'CITY' AND business_line IS NULL ORDER BY depth LIMIT 1), 0)
      AS place_city_id,
    ARRAY(SELECT id FROM down ORDER BY id) AS place_unit_ids,
    (SELECT business_line FROM up WHERE business_line IS NOT NULL ORDER BY depth LIMIT 1) AS place_line
  FROM who CROSS JOIN place`;

// bigint: an id that is no organisation's may be larger than any.
const PLACEMENT = { name: 'identity_placement', text: placed('SELECT $1::bigint AS organisation_id') };

/** The place of an organisation today; null where there is none such. */
export async function readPlacement(session: Session, organisationId: number): Promise<Placement | null> {
  const [row] = await session.query<PlacementRow>(PLACEMENT, [organisationId]);
  return row ? placementOf(row) : null;
}

const CODES = {
  name: 'identity_codes',
  text: 'SELECT id, code FROM organisations WHERE id = ANY ($1::int[])',
};

/** Codes of organisations by id. */
export async function readCodes(session: Session, ids: number[]): Promise<Map<number, string>> {
  const rows = await session.query<{ id: number; code: string }>(CODES, [ids]);
  return new Map(rows.map(({ id, code }) => [id, code]));
}

/** SQL of the organisations a scope covers: `$1` roots, or null for all, `$2` line or null. Joins as `covered (id)`. */
export const COVERED = `WITH RECURSIVE below AS (
    SELECT o.id, o.business_line, 0 AS depth
    FROM organisations o JOIN organisation_versions v ON v.organisation_id = o.id AND ${LIVE('v')}
    WHERE CASE WHEN $1::int[] IS NULL THEN v.parent_id IS NULL ELSE o.id = ANY ($1) END
    UNION
    SELECT o.id, coalesce(o.business_line, below.business_line), below.depth + 1
    FROM below JOIN organisation_versions v ON v.parent_id = below.id AND ${LIVE('v')}
    JOIN organisations o ON o.id = v.organisation_id
    WHERE below.depth < 20
  ),
  covered AS (SELECT DISTINCT id FROM below WHERE $2::text IS NULL OR business_line = $2)`;
