import type { Viewer } from '../../../authz/viewer';
import { seal, unseal, type CellPlace } from '../../../db/cell-cipher';
import type { DataKey, DataKeys } from '../../../db/data-keys';
import type { Session } from '../../../db/database';
import type { AccountKey } from '../dossier-values';
import type { DossierProposalRow, DossierProposalStatus } from './dossier-proposal';
import type { Changes, SectionEntry } from './entry-fields';

const COLUMNS = `p.province_id AS "provinceId", p.id, p.account_id AS "accountId", a.city_id AS "cityId",
  a.unit_id AS "unitId", a.organisation_id AS "organisationId", p.section, p.base_version AS "baseVersion", p.fields,
  p.key_person_id AS "keyPersonId", p.changes, p.sealed_changes AS "sealedChanges", p.key_id AS "keyId",
  k.wrapped_key AS wrapped, p.reason, p.staff_province_id AS "staffProvinceId", p.staff_id AS "staffId",
  p.staff_name AS "staffName", p.proposed_at AS "proposedAt", p.status, p.decided_at AS "decidedAt",
  p.decision_reason AS "decisionReason"`;
const JOINED = `JOIN accounts a ON a.province_id = p.province_id AND a.id = p.account_id
  LEFT JOIN data_keys k ON k.province_id = p.province_id AND k.id = p.key_id`;

const FACTS = {
  name: 'dossier_entry_facts',
  text: `SELECT a.organisation_id AS "organisationId", coalesce(d.version, 0) AS version,
      EXISTS (SELECT FROM account_team t WHERE t.province_id = a.province_id AND t.account_id = a.id
        AND t.province_id = $4 AND t.staff_id = $5) AS "isOnTeam"
    FROM accounts a LEFT JOIN dossier_sections d
      ON d.province_id = a.province_id AND d.account_id = a.id AND d.section = $3
    WHERE a.province_id = $1 AND a.id = $2`,
};

const TAKE_ID = {
  name: 'dossier_take_proposal_id',
  text: `SELECT nextval('dossier_proposals_id_seq') AS id`,
};

const INSERT = {
  name: 'dossier_insert_proposal',
  text: `WITH p AS (
      INSERT INTO dossier_proposals (province_id, id, account_id, city_id, unit_id, section, base_version, fields,
        key_person_id, changes, sealed_changes, key_id, reason, staff_province_id, staff_id, staff_name)
      SELECT a.province_id, $3, a.id, a.city_id, a.unit_id, $4, $5, $6::text[], $7, $8, $9, $10, $11, $12, $13, $14
      FROM accounts a WHERE a.province_id = $1 AND a.id = $2 RETURNING *)
    SELECT ${COLUMNS} FROM p ${JOINED}`,
};

const FIND = {
  name: 'dossier_find_proposal',
  text: `SELECT ${COLUMNS} FROM dossier_proposals p ${JOINED} WHERE p.province_id = $1 AND p.id = $2`,
};

// Conditional: of two who decide at once the second finds no PROPOSED row. The values go with the decision.
const DECIDE = {
  name: 'dossier_decide_proposal',
  text: `WITH p AS (
      UPDATE dossier_proposals SET status = $3, decided_at = statement_timestamp(), decided_by_province_id = $4,
        decided_by_id = $5, decision_reason = $6, changes = NULL, sealed_changes = NULL, key_id = NULL
      WHERE province_id = $1 AND id = $2 AND status = 'PROPOSED' RETURNING *)
    SELECT ${COLUMNS} FROM p ${JOINED}`,
};

// One's own and, with dossier:edit, those about what one's own organisation serves; never merely above.
const LIST = {
  name: 'dossier_list_proposals',
  text: `SELECT ${COLUMNS} FROM dossier_proposals p ${JOINED}
    WHERE ($1 = 0 OR p.province_id = $1)
      AND ((p.staff_province_id = $2 AND p.staff_id = $3) OR ($4 AND a.organisation_id = $5))
      AND ($6::text IS NULL OR p.status = $6) AND ($7::bigint IS NULL OR p.id < $7)
    ORDER BY p.id DESC LIMIT $8`,
};

const place = (provinceId: number, rowId: number): CellPlace => ({
  table: 'dossier_proposals',
  column: 'sealed_changes',
  provinceId,
  rowId,
});

/** What an entry or proposal is judged by. */
export interface EntryFacts {
  /** The serving organisation. */
  organisationId: number;
  /** Of the section; 0 where it was never entered. */
  version: number;
  isOnTeam: boolean;
}

/** The facts, or null where the account is not in scope. */
export async function readEntryFacts(
  session: Session,
  { provinceId, accountId }: AccountKey,
  section: string,
  { staffProvinceId, staffId }: Viewer,
): Promise<EntryFacts | null> {
  const [row] = await session.query<EntryFacts>(FACTS, [
    provinceId,
    accountId,
    section,
    staffProvinceId,
    staffId,
  ]);
  return row ?? null;
}

/** Writes a proposal; with a key its values are sealed. */
export async function insertProposal(
  session: Session,
  { provinceId, accountId }: AccountKey,
  { section, keyPersonId, changes }: SectionEntry,
  { baseVersion, reason, key }: { baseVersion: number; reason: string; key: DataKey | null },
  { staffProvinceId, staffId, name }: Viewer,
): Promise<DossierProposalRow> {
  const [{ id }] = await session.query<{ id: number }>(TAKE_ID);
  const json = JSON.stringify(changes);
  const [row] = await session.query<DossierProposalRow>(INSERT, [
    ...[provinceId, accountId, id, section, baseVersion, Object.keys(changes), keyPersonId],
    ...[
      key ? null : json,
      key && seal(key.bytes, place(provinceId, id), Buffer.from(json)),
      key?.keyId ?? null,
    ],
    ...[reason, staffProvinceId, staffId, name],
  ]);
  return row;
}

/** A proposal in scope, or null. */
export async function findProposal(
  session: Session,
  provinceId: number,
  id: number,
): Promise<DossierProposalRow | null> {
  const [row] = await session.query<DossierProposalRow>(FIND, [provinceId, id]);
  return row ?? null;
}

/** Decides a proposal that waits; null where it no longer does. */
export async function decideProposal(
  session: Session,
  { provinceId, id }: DossierProposalRow,
  decision: { status: 'ENTERED' | 'REJECTED'; reason: string | null },
  { staffProvinceId, staffId }: Viewer,
): Promise<DossierProposalRow | null> {
  const values = [provinceId, id, decision.status, staffProvinceId, staffId, decision.reason];
  const [row] = await session.query<DossierProposalRow>(DECIDE, values);
  return row ?? null;
}

/** The proposals the viewer may know of, newest first. */
export function listProposals(
  session: Session,
  { scope, staffProvinceId, staffId, capabilities, organisationId }: Viewer,
  query: { status: DossierProposalStatus | null; before: number | null; limit: number },
): Promise<DossierProposalRow[]> {
  const who = [scope.provinceId, staffProvinceId, staffId, capabilities.has('dossier:edit'), organisationId];
  return session.query(LIST, [...who, query.status, query.before, query.limit]);
}

/** The proposed values; null once it is decided. */
export function proposedChanges(keys: DataKeys, proposal: DossierProposalRow): Changes | null {
  const { provinceId, id, keyId, wrapped, changes, sealedChanges } = proposal;
  const json =
    sealedChanges && keyId !== null
      ? unseal(
          keys.unwrap({ provinceId, keyId, wrapped }).bytes,
          place(provinceId, id),
          sealedChanges,
        ).toString()
      : changes;
  return json === null ? null : (JSON.parse(json) as Changes);
}
