import type { Session } from '../../../db/database';
import { seal, unseal, type CellPlace } from '../../../db/cell-cipher';
import type { DataKey, DataKeys, WrappedKey } from '../../../db/data-keys';
import type { Viewer } from '../../../authz/viewer';
import type { AccountKey } from '../dossier-values';
import { changedFields, type DossierChangeRow, type EntryRecord } from './dossier-change';
import type { EntrySection } from './entry-fields';

const TAKE_IDS = {
  name: 'dossier_take_change_ids',
  text: `SELECT nextval('dossier_changes_id_seq') AS id FROM generate_series(1, $1)`,
};

const INSERT = {
  name: 'dossier_insert_changes',
  text: `INSERT INTO dossier_changes (province_id, id, account_id, city_id, unit_id, section, field, key_person_id,
      old_value, new_value, old_sealed, new_sealed, key_id, staff_province_id, staff_id, staff_name, proposal_id)
    SELECT a.province_id, c.id, a.id, a.city_id, a.unit_id, $3, c.field, $4, c.old_value, c.new_value, c.old_sealed,
      c.new_sealed, $5, $6, $7, $8, $9
    FROM accounts a CROSS JOIN unnest($10::bigint[], $11::text[], $12::text[], $13::text[], $14::bytea[], $15::bytea[])
      AS c (id, field, old_value, new_value, old_sealed, new_sealed)
    WHERE a.province_id = $1 AND a.id = $2`,
};

// Section 3 is asked for its grant again, as its values are: no mistake elsewhere brings one out of the table.
const LIST = {
  name: 'dossier_changes_of_section',
  text: `SELECT c.province_id AS "provinceId", c.account_id AS "accountId", c.id, c.section, c.field,
      c.key_person_id AS "keyPersonId", c.old_value AS "oldValue", c.new_value AS "newValue",
      c.old_sealed AS "oldSealed", c.new_sealed AS "newSealed", c.key_id AS "keyId", k.wrapped_key AS wrapped, c.at,
      c.staff_province_id AS "staffProvinceId", c.staff_id AS "staffId", c.staff_name AS "staffName"
    FROM dossier_changes c LEFT JOIN data_keys k ON k.province_id = c.province_id AND k.id = c.key_id
    WHERE c.province_id = $1 AND c.account_id = $2 AND c.section = $3 AND ($4::bigint IS NULL OR c.id < $4)
      AND (c.section <> 'KEY_PERSONS' OR EXISTS (SELECT FROM access_grants g
        WHERE g.province_id = $1 AND g.account_id = $2 AND g.staff_province_id = $5 AND g.staff_id = $6
          AND g.status = 'GRANTED' AND 'KEY_PERSONS' = ANY (g.sections)
          AND g.valid_from <= statement_timestamp() AND statement_timestamp() < g.valid_to))
    ORDER BY c.id DESC LIMIT $7`,
};

const place = (column: 'old_sealed' | 'new_sealed', provinceId: number, rowId: number): CellPlace => ({
  table: 'dossier_changes',
  column,
  provinceId,
  rowId,
});

/** Records the fields that an entry changed; with a key their values are sealed, as section 3 asks. */
export async function recordChanges(
  session: Session,
  record: EntryRecord,
  by: Viewer,
  key: DataKey | null,
): Promise<void> {
  const fields = changedFields(record);
  if (fields.length === 0) return;
  const { account, section, keyPersonId, before, after, proposalId } = record;
  const ids = (await session.query<{ id: number }>(TAKE_IDS, [fields.length])).map(({ id }) => id);
  const clear = (values: Record<string, string | null>): (string | null)[] =>
    fields.map((field) => (key ? null : (values[field] ?? null)));
  const sealed = (
    column: 'old_sealed' | 'new_sealed',
    values: Record<string, string | null>,
  ): (Buffer | null)[] =>
    fields.map((field, at) => {
      const value = values[field] ?? null;
      return key && value !== null
        ? seal(key.bytes, place(column, account.provinceId, ids[at]), Buffer.from(value))
        : null;
    });
  await session.query(INSERT, [
    ...[account.provinceId, account.accountId, section, keyPersonId, key?.keyId ?? null],
    ...[by.staffProvinceId, by.staffId, by.name, proposalId],
    ...[ids, fields, clear(before), clear(after), sealed('old_sealed', before), sealed('new_sealed', after)],
  ]);
}

type StoredChange = DossierChangeRow &
  Omit<WrappedKey, 'provinceId'> & { oldSealed: Buffer | null; newSealed: Buffer | null };

/** The history of a section, newest first, opened. Ask after clearance only. */
export async function listChanges(
  session: Session,
  keys: DataKeys,
  viewer: Viewer,
  { provinceId, accountId }: AccountKey,
  section: EntrySection,
  before: number | null,
  limit: number,
): Promise<DossierChangeRow[]> {
  const { staffProvinceId, staffId } = viewer;
  const values = [provinceId, accountId, section, before, staffProvinceId, staffId, limit];
  const rows = await session.query<StoredChange>(LIST, values);
  return rows.map(({ oldSealed, newSealed, wrapped, keyId, ...row }) => {
    const open = (column: 'old_sealed' | 'new_sealed', bytes: Buffer | null): string | null =>
      bytes &&
      unseal(
        keys.unwrap({ provinceId, keyId, wrapped }).bytes,
        place(column, provinceId, row.id),
        bytes,
      ).toString();
    return {
      ...row,
      oldValue: row.oldValue ?? open('old_sealed', oldSealed),
      newValue: row.newValue ?? open('new_sealed', newSealed),
    };
  });
}
