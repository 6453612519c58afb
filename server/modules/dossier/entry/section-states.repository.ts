import { FRESHNESS_DAYS } from '../../../rules/rule-defaults';
import type { Session } from '../../../db/database';
import type { Viewer } from '../../../authz/viewer';
import { keyColumns } from '../dossier.repository';
import type { AccountKey } from '../dossier-values';
import { ENTRY_SECTIONS, type EntrySection } from './entry-fields';
import type { SectionState } from './section-state';

const FIRST = {
  name: 'dossier_section_first',
  text: `INSERT INTO dossier_sections (province_id, account_id, section, city_id, unit_id)
    SELECT a.province_id, a.id, $3, a.city_id, a.unit_id FROM accounts a WHERE a.province_id = $1 AND a.id = $2
    ON CONFLICT DO NOTHING RETURNING version`,
};

const NEXT = {
  name: 'dossier_section_next',
  text: `UPDATE dossier_sections SET version = version + 1, entered_at = now()
    WHERE province_id = $1 AND account_id = $2 AND section = $3 AND version = $4 RETURNING version`,
};

const TOUCH = {
  name: 'dossier_section_touch',
  text: `INSERT INTO dossier_sections AS kept (province_id, account_id, section, city_id, unit_id)
    SELECT DISTINCT a.province_id, a.id, s.section, a.city_id, a.unit_id
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    JOIN accounts a ON a.province_id = asked.province_id AND a.id = asked.account_id
    CROSS JOIN unnest($3::text[]) AS s (section)
    ON CONFLICT (province_id, account_id, section) DO UPDATE SET version = kept.version + 1, entered_at = now()`,
};

// Fresh in [entered, entered + days).
const STATE = `coalesce(d.version, 0) AS version, d.entered_at AS "enteredAt",
  coalesce(d.entered_at + make_interval(days => w.days) <= statement_timestamp(), true) AS "isStale"`;

const STEWARD = `(SELECT s.id FROM staff s WHERE s.province_id = a.province_id AND s.organisation_id = a.organisation_id
  AND 'CUSTODIAN' = ANY (s.roles) AND s.disabled_at IS NULL ORDER BY s.id LIMIT 1)`;

const WORK = `dossier_sections d ON d.province_id = a.province_id AND d.account_id = a.id AND d.section = w.section`;

const STATES = {
  name: 'dossier_section_states',
  text: `SELECT a.province_id AS "provinceId", a.id AS "accountId", w.section, ${STATE}, ${STEWARD} AS "stewardId"
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    JOIN accounts a ON a.province_id = asked.province_id AND a.id = asked.account_id
    CROSS JOIN unnest($3::text[], $4::int[]) AS w (section, days) LEFT JOIN ${WORK}`,
};

const STALE = {
  name: 'dossier_stale_sections',
  text: `SELECT a.province_id AS "provinceId", a.id AS "accountId", a.city_id AS "cityId", a.unit_id AS "unitId",
      w.section, w.position::int AS position, ${STATE}, $5::bigint AS "stewardId"
    FROM accounts a CROSS JOIN unnest($1::text[], $2::int[]) WITH ORDINALITY AS w (section, days, position)
    LEFT JOIN ${WORK}
    WHERE a.province_id = $3 AND a.city_id = $4 AND a.organisation_id = $6 AND ${STEWARD} = $5
      AND a.status <> 'DEREGISTERED'
      AND coalesce(d.entered_at + make_interval(days => w.days) <= statement_timestamp(), true)
      AND (a.id, w.position) > ($7, $8)
    ORDER BY a.id, w.position LIMIT $9`,
};

const DAYS = ENTRY_SECTIONS.map((section) => FRESHNESS_DAYS.value[section]);

/** A stale section with where its account stands and its place in the list. */
export type StaleSection = SectionState & { cityId: number; unitId: number; position: number };

/**
 * Counts an entry of the section that still has the expected version (0: never entered) and locks it until the
 * transaction ends; the new version, or null where it has another one.
 */
export async function bumpSection(
  session: Session,
  { provinceId, accountId }: AccountKey,
  section: EntrySection,
  expectedVersion: number,
): Promise<number | null> {
  const where = [provinceId, accountId, section];
  const [row] =
    expectedVersion === 0
      ? await session.query<{ version: number }>(FIRST, where)
      : await session.query<{ version: number }>(NEXT, [...where, expectedVersion]);
  return row?.version ?? null;
}

/** Counts an entry of these sections of each account, whatever version they have. */
export async function touchSections(
  session: Session,
  accounts: readonly AccountKey[],
  sections: readonly EntrySection[],
): Promise<void> {
  await session.query(TOUCH, [...keyColumns(accounts), sections]);
}

/** How the entered sections of each account stand, in one statement. */
export function readSectionStates(
  session: Session,
  accounts: readonly AccountKey[],
): Promise<SectionState[]> {
  return session.query(STATES, [...keyColumns(accounts), ENTRY_SECTIONS, DAYS]);
}

/** Stale sections whose steward the viewer is, by account; `after` is the account and position of the row before. */
export function readStaleSections(
  session: Session,
  { scope, staffId, organisationId }: Viewer,
  after: readonly [number, number],
  limit: number,
): Promise<StaleSection[]> {
  const { provinceId, cityId } = scope;
  const who = [provinceId, cityId, staffId, organisationId];
  return session.query(STALE, [ENTRY_SECTIONS, DAYS, ...who, ...after, limit]);
}
