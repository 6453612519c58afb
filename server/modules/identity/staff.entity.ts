import type { Role } from '../../authz/capabilities';

/** A member of staff as read. */
export interface StaffRow {
  province_id: number;
  id: number;
  organisation_id: number;
  username: string;
  name: string;
  roles: Role[];
  is_active: boolean;
}

/** The key of a member of staff: the id is unique inside the province (0 at the nation). */
export interface StaffKey {
  provinceId: number;
  staffId: number;
}
