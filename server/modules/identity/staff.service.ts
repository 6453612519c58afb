import type { Role } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import type { Database, Session } from '../../db/database';
import { DomainError } from '../../graphql/errors';
import { mayManage, type Placement } from './placement';
import { readPlacement } from './placement.repository';
import { checkNewPassword, hashPassword } from './password';
import { revokeSessions } from './session.repository';
import type { StaffKey, StaffRow } from './staff.entity';
import * as repository from './staff.repository';
import { newUsername, normalRoles, requirePerson, shortText } from './staff-rules';
import type { ViewerCache } from './viewer-cache';

/** A member of staff to be added: by password, by an outside issuer's `issuer|subject`, or both. */
export interface StaffToAdd {
  username: string;
  name: string;
  roles: Role[];
  organisationId: number;
  password?: string | null;
  externalSubject?: string | null;
}

/** What changes about a member of staff; what is absent stays. */
export interface StaffChange {
  name?: string | null;
  roles?: Role[] | null;
  organisationId?: number | null;
}

/**
 * Managing staff (Article 3). An administrator manages the organisations of their own scope and line, nobody changes
 * their own roles or organisation, and nobody disables themselves, so one administrator always stays.
 */
export class StaffService {
  constructor(
    private readonly database: Database,
    private readonly viewers: ViewerCache,
  ) {}

  /** A page of the viewer's scope after a key, by key. */
  list(session: Session, viewer: Viewer, after: StaffKey, rows: number): Promise<StaffRow[]> {
    return repository.readStaffPage(session, viewer.scope, after, rows);
  }

  /** Adds a member of staff with a login. USERNAME_TAKEN, WEAK_PASSWORD, NOT_FOUND for an organisation out of scope. */
  async create(viewer: Viewer, staff: StaffToAdd): Promise<StaffRow> {
    requirePerson(viewer, 'staff:manage');
    const username = newUsername(staff.username);
    const name = shortText(staff.name, 'name', 100);
    const roles = normalRoles(staff.roles);
    const { password, organisationId } = staff;
    const externalSubject = staff.externalSubject
      ? shortText(staff.externalSubject, 'externalSubject', 500)
      : null;
    if (!password && !externalSubject)
      throw new DomainError('BAD_USER_INPUT', 'a password or an outside subject', { field: 'password' });
    if (password) checkNewPassword(password, username, 'password');
    const passwordHash = password ? await hashPassword(password) : null;
    return this.database.transaction(viewer.scope, async (session) => {
      const place = await manageablePlace(session, viewer, organisationId);
      const row = await repository.insertStaff(session, { ...place, organisationId, username, name, roles });
      const key = { provinceId: row.province_id, staffId: row.id };
      const login = { ...key, username, passwordHash, externalSubject };
      if (!(await repository.createLogin(session, login)))
        throw new DomainError('USERNAME_TAKEN', undefined, { field: 'username' });
      return row;
    });
  }

  /** Changes name, roles or organisation; a move stays inside the province, whose number the person's history bears. */
  async update(viewer: Viewer, key: StaffKey, change: StaffChange): Promise<StaffRow> {
    if (isSelf(viewer, key) && (change.roles || change.organisationId)) throw new DomainError('OWN_ACCOUNT');
    return this.changing(viewer, key, async (session, { row, place: present }) => {
      const organisationId = change.organisationId ?? row.organisation_id;
      const place = change.organisationId
        ? await manageablePlace(session, viewer, change.organisationId)
        : present;
      if (place.provinceId !== key.provinceId)
        throw new DomainError('INVALID_STATE', 'disable here and add the person in the other province', {
          field: 'organisationId',
        });
      return repository.updateStaffRow(session, key, {
        ...place,
        organisationId,
        name: change.name ? shortText(change.name, 'name', 100) : row.name,
        roles: change.roles ? normalRoles(change.roles) : row.roles,
      });
    });
  }

  /** Disables a member of staff: within five seconds neither they nor the service tokens they made get in. */
  async disable(viewer: Viewer, key: StaffKey): Promise<StaffRow> {
    if (isSelf(viewer, key)) throw new DomainError('OWN_ACCOUNT');
    return this.changing(viewer, key, async (session) => {
      await revokeSessions(session, key, 'DISABLED');
      return repository.setActive(session, key, false);
    });
  }

  /** Enables a member of staff again; they sign in anew. */
  enable(viewer: Viewer, key: StaffKey): Promise<StaffRow> {
    return this.changing(viewer, key, (session) => repository.setActive(session, key, true));
  }

  private async changing(
    viewer: Viewer,
    key: StaffKey,
    work: (session: Session, present: { row: StaffRow; place: Placement }) => Promise<StaffRow>,
  ): Promise<StaffRow> {
    requirePerson(viewer, 'staff:manage');
    const changed = await this.database.transaction(viewer.scope, async (session) => {
      const row = await repository.lockStaff(session, key);
      if (!row) throw new DomainError('NOT_FOUND');
      // Rows do not carry the line: a bureau's administrator sees the staff of the place, but manages the bureau's.
      const place = await manageablePlace(session, viewer, row.organisation_id);
      return work(session, { row, place });
    });
    this.viewers.clear();
    return changed;
  }
}

/** The place of an organisation the viewer may manage; NOT_FOUND alike for one absent, ended or out of reach. */
async function manageablePlace(session: Session, viewer: Viewer, organisationId: number): Promise<Placement> {
  const place = await readPlacement(session, organisationId);
  if (!place || !mayManage(viewer.scope, place))
    throw new DomainError('NOT_FOUND', undefined, { field: 'organisationId' });
  return place;
}

const isSelf = (viewer: Viewer, { provinceId, staffId }: StaffKey): boolean =>
  viewer.kind === 'STAFF' && viewer.staffProvinceId === provinceId && viewer.staffId === staffId;
