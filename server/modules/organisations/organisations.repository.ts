import type { Client } from 'pg';
import type { Session, Statement } from '../../db/database';
import type { OrganisationLevel } from './organisation-level';
import type { OrganisationRow } from './organisation-node';
import { OrganisationTree } from './organisation-tree';
import type { OrganisationVersion } from './organisation-versions';

/** Anything that runs SQL inside a transaction. */
export type Queries = Pick<Session, 'query'>;

/** The same over a connection of an import, whose transaction is open. */
export function queriesOf(client: Client): Queries {
  return {
    query: async <Row extends object>(
      statement: Statement | string,
      values: unknown[] = [],
    ): Promise<Row[]> => {
      const query = typeof statement === 'string' ? { text: statement, values } : { ...statement, values };
      return (await client.query<Row>(query)).rows;
    },
  };
}

/** Today in Asia/Shanghai, by the database's clock. */
const TODAY = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;

const TREE = {
  name: 'organisations_tree',
  text: `SELECT o.id, o.code, v.name, o.level, o.business_line AS "businessLine", v.parent_id AS "parentId",
      v.valid_from AS "validFrom", v.valid_to AS "validTo"
    FROM organisation_versions v JOIN organisations o ON o.id = v.organisation_id
    WHERE v.valid_from <= coalesce($1::date, ${TODAY})
      AND (v.valid_to IS NULL OR v.valid_to > coalesce($1::date, ${TODAY}))`,
};

/** The tree of a business date, today's by default. */
export async function readTree(session: Queries, asOf: string | null = null): Promise<OrganisationTree> {
  return new OrganisationTree(await session.query<OrganisationRow>(TREE, [asOf]));
}

// Any two constants that nothing else locks. Sign-in, reading and boards never take this lock.
const TREE_LOCK = '(7104201, 1)';

/**
 * Holds the tree until the transaction ends. Changes of it exclude each other and all that file tenant rows by the
 * place of an organisation (imports, staff), so no row is filed under a place that is just being left.
 */
export async function lockTree(session: Queries, purpose: 'TO_CHANGE' | 'TO_FILE_ROWS'): Promise<void> {
  const suffix = purpose === 'TO_CHANGE' ? '' : '_shared';
  await session.query(`SELECT pg_advisory_xact_lock${suffix}${TREE_LOCK}`);
}

/** Today's business date by the database's clock. */
export async function readToday(session: Queries): Promise<string> {
  return (await session.query<{ today: string }>(`SELECT ${TODAY} AS today`))[0].today;
}

/** An organisation to be added. */
export interface NewOrganisation {
  code: string;
  name: string;
  level: OrganisationLevel;
  businessLine: string | null;
  parentId: number;
}

const INSERT = `WITH fresh AS (
    SELECT * FROM json_to_recordset($1::json) AS fresh (code text, name text, level text, "businessLine" text, "parentId" int)
  ), added AS (
    INSERT INTO organisations (code, level, business_line)
    SELECT code, level, "businessLine" FROM fresh ORDER BY code
    ON CONFLICT (code) DO NOTHING RETURNING id, code
  ), version AS (
    INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
    SELECT added.id, $2::date, fresh."parentId", fresh.name FROM added JOIN fresh USING (code)
  )
  SELECT id, code FROM added`;

/** Adds organisations from a date on; answers those whose code was free. */
export function insertOrganisations(
  session: Queries,
  organisations: readonly NewOrganisation[],
  validFrom: string,
): Promise<{ id: number; code: string }[]> {
  return session.query(INSERT, [JSON.stringify(organisations), validFrom]);
}

/** The versions of an organisation, oldest first. */
export function readVersions(session: Queries, organisationId: number): Promise<OrganisationVersion[]> {
  return session.query<OrganisationVersion>(
    `SELECT valid_from AS "validFrom", valid_to AS "validTo", parent_id AS "parentId", name
     FROM organisation_versions WHERE organisation_id = $1 ORDER BY valid_from`,
    [organisationId],
  );
}

/** Replaces what is recorded from a date on; what was before it only gets its end. */
export async function replaceVersionsFrom(
  session: Queries,
  organisationId: number,
  date: string,
  versions: readonly OrganisationVersion[],
): Promise<void> {
  await session.query(
    'DELETE FROM organisation_versions WHERE organisation_id = $1 AND valid_from >= $2::date',
    [organisationId, date],
  );
  await session.query(
    `UPDATE organisation_versions SET valid_to = $2::date
     WHERE organisation_id = $1 AND valid_from < $2::date AND (valid_to IS NULL OR valid_to > $2::date)`,
    [organisationId, date],
  );
  await session.query(
    `INSERT INTO organisation_versions (organisation_id, valid_from, valid_to, parent_id, name)
     SELECT $1, "validFrom", "validTo", "parentId", name
     FROM json_to_recordset($2::json) AS v ("validFrom" date, "validTo" date, "parentId" int, name text)`,
    [organisationId, JSON.stringify(versions)],
  );
}
