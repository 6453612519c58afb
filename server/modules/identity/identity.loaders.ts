import DataLoader from 'dataloader';
import type { LoaderKind } from '../../context/loaders';
import { staffMember } from './identity.view';
import type { StaffMember } from './staff-member.type';
import type { StaffKey } from './staff.entity';
import { readCodes } from './placement.repository';
import { readStaff } from './staff.repository';

const text = ({ provinceId, staffId }: StaffKey): string => `${provinceId}:${staffId}`;

/** Members of staff by key; null where absent or out of the viewer's scope. */
export const staffByKey: LoaderKind<StaffKey, StaffMember | null> = ({ session }) =>
  new DataLoader<StaffKey, StaffMember | null, string>(
    async (keys) => {
      const rows = await readStaff(session, keys);
      const found = new Map(
        rows.map((row) => [text({ provinceId: row.province_id, staffId: row.id }), staffMember(row)]),
      );
      return keys.map((key) => found.get(text(key)) ?? null);
    },
    { cacheKeyFn: text },
  );

/** Codes of organisations by id; null where absent. */
export const codeByOrganisationId: LoaderKind<number, string | null> = ({ session }) =>
  new DataLoader<number, string | null>(async (ids) => {
    const codes = await readCodes(session, [...ids]);
    return ids.map((id) => codes.get(id) ?? null);
  });
