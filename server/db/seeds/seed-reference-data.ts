import type { Database } from '../database';
import { SYSTEM_SCOPE } from '../scope';
import { readIndustries, readOrganisations } from './reference-data';

/** The seeded tree is valid from here: before the first month of usage anybody will import. */
const SEEDED_FROM = '2000-01-01';

// Superiors come first in the file, so ids follow it and every parent is there when it is looked up.
const ORGANISATIONS = `WITH seed AS (
    SELECT * FROM json_to_recordset($1::json) AS seed (code text, level text, "parentCode" text, name text)
  ), added AS (
    INSERT INTO organisations (code, level) SELECT code, level FROM seed ORDER BY code = '000000' DESC, code
    ON CONFLICT (code) DO NOTHING RETURNING id, code
  ), known AS (
    SELECT id, code FROM added UNION SELECT id, code FROM organisations
  )
  INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
  SELECT added.id, $2::date, parent.id, seed.name
  FROM added JOIN seed USING (code) LEFT JOIN known parent ON parent.code = seed."parentCode"`;

const INDUSTRIES = `INSERT INTO industries (scheme, code, parent_code, name)
  SELECT scheme, code, "parentCode", name
  FROM json_to_recordset($1::json) AS seed (scheme text, code text, "parentCode" text, name text)
  ON CONFLICT (scheme, code) DO NOTHING`;

/**
 * Brings the nation, provinces, cities and the industries into a database that lacks them; what is there already stays
 * as it is, so it may run at every start. One transaction, two statements.
 */
export async function seedReferenceData(database: Database): Promise<void> {
  await database.transaction(SYSTEM_SCOPE, async (session) => {
    await session.query(ORGANISATIONS, [JSON.stringify(readOrganisations()), SEEDED_FROM]);
    await session.query(INDUSTRIES, [JSON.stringify(readIndustries())]);
  });
}
