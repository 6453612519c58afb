import { capabilitiesOf, CAPABILITIES, type Capability, type Role } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { scopeOf, type PlacementRow } from './placement';
import { placed } from './placement.repository';

interface StaffViewerRow extends PlacementRow {
  province_id: number;
  id: number;
  organisation_id: number;
  name: string;
  roles: Role[];
  session_id: string | null;
  is_reading: boolean;
}

interface TokenViewerRow extends PlacementRow {
  id: number;
  organisation_id: number;
  name: string;
  capabilities: string[];
  creator_roles: Role[];
  is_use_noted: boolean;
}

const staffBy = (columns: string, from: string): string =>
  placed(`SELECT s.province_id, s.id, s.organisation_id, s.name, s.roles, ${columns}, EXISTS (SELECT FROM reading_sessions r
      WHERE r.staff_province_id = s.province_id AND r.staff_id = s.id AND r.ended_at IS NULL
        AND r.valid_from <= statement_timestamp() AND statement_timestamp() < r.valid_to) AS is_reading FROM ${from}
    AND s.disabled_at IS NULL`);

const BY_SESSION = {
  name: 'viewer_by_session',
  text: staffBy(
    'x.id AS session_id',
    `sessions x JOIN staff s ON s.province_id = x.staff_province_id AND s.id = x.staff_id
     WHERE x.id = $1 AND x.revoked_at IS NULL AND x.expires_at > now()
       AND s.province_id = $2 AND s.id = $3`,
  ),
};
const staffByLogin = (condition: string): string =>
  staffBy(
    'NULL::text AS session_id',
    `logins l JOIN staff s ON s.province_id = l.staff_province_id AND s.id = l.staff_id WHERE ${condition}`,
  );
const BY_SUBJECT = { name: 'viewer_by_subject', text: staffByLogin('l.external_subject = $1') };
const BY_STAFF = {
  name: 'viewer_by_staff',
  text: staffBy('NULL::text AS session_id', 'staff s WHERE s.province_id = $1 AND s.id = $2'),
};
const BY_USERNAME = { name: 'viewer_by_username', text: staffByLogin('l.username = $1') };
// A token is never more than the person who made it is now: disabling them or taking roles away reaches it too.
const tokenBy = (condition: string): string =>
  placed(`SELECT t.id, t.organisation_id, t.name, t.capabilities, s.roles AS creator_roles,
      coalesce(t.last_used_at > now() - interval '1 minute', false) AS is_use_noted
    FROM service_tokens t JOIN staff s ON s.province_id = t.created_by_province_id AND s.id = t.created_by_id
    WHERE ${condition} AND t.revoked_at IS NULL AND t.expires_at > now() AND s.disabled_at IS NULL`);
const BY_TOKEN = { name: 'viewer_by_token', text: tokenBy('t.token_hash = $1') };
const BY_TOKEN_ID = { name: 'viewer_by_token_id', text: tokenBy('t.id = $1') };
const NOTE_USE = {
  name: 'note_token_use',
  text: `UPDATE service_tokens SET last_used_at = now()
    WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= now() - interval '1 minute')`,
};

/** Finds who stands behind a credential. Runs as the platform: a scope is only known once the viewer is. */
export class ViewerRepository {
  constructor(private readonly database: Database) {}

  /** The person of a live session. */
  bySession(sessionId: string, staffProvinceId: number, staffId: number): Promise<Viewer | null> {
    return this.staff(BY_SESSION, [sessionId, staffProvinceId, staffId]);
  }

  /** The person an outside issuer's `issuer|subject` stands for. */
  bySubject(subject: string): Promise<Viewer | null> {
    return this.staff(BY_SUBJECT, [subject]);
  }

  /** The person of a login name; for the command line, which has no credential. */
  byUsername(username: string): Promise<Viewer | null> {
    return this.staff(BY_USERNAME, [username]);
  }

  /** The service token of a hash; notes its use at most once a minute. */
  byToken(hash: Buffer): Promise<Viewer | null> {
    return this.database.transaction(SYSTEM_SCOPE, async (session) => {
      const [row] = await session.query<TokenViewerRow>(BY_TOKEN, [hash]);
      if (!row) return null;
      if (!row.is_use_noted) await session.query(NOTE_USE, [row.id]);
      return tokenViewer(row);
    });
  }

  /** Whoever filed a job, as they stand now; null where they may no longer act. */
  async byKey(who: {
    staffProvinceId: number;
    staffId: number;
    tokenId: number | null;
  }): Promise<Viewer | null> {
    const { staffProvinceId, staffId, tokenId } = who;
    if (tokenId === null) return this.staff(BY_STAFF, [staffProvinceId, staffId]);
    return this.database.transaction(SYSTEM_SCOPE, async (session) => {
      const [row] = await session.query<TokenViewerRow>(BY_TOKEN_ID, [tokenId]);
      return row ? tokenViewer(row) : null;
    });
  }

  private staff(statement: { name: string; text: string }, values: unknown[]): Promise<Viewer | null> {
    return this.database.transaction(SYSTEM_SCOPE, async (session) => {
      const [row] = await session.query<StaffViewerRow>(statement, values);
      return row ? staffViewer(row) : null;
    });
  }
}

function staffViewer(row: StaffViewerRow): Viewer {
  return {
    kind: 'STAFF',
    staffProvinceId: row.province_id,
    staffId: row.id,
    tokenId: null,
    sessionId: row.session_id,
    name: row.name,
    organisationId: row.organisation_id,
    roles: row.roles,
    capabilities: new Set(capabilitiesOf(row.roles)),
    scope: scopeOf(row),
    isReading: row.is_reading,
  };
}

function tokenViewer(row: TokenViewerRow): Viewer {
  const creators = new Set<string>(capabilitiesOf(row.creator_roles));
  const held = row.capabilities.filter(
    (name): name is Capability => name in CAPABILITIES && creators.has(name),
  );
  return {
    kind: 'TOKEN',
    staffProvinceId: row.place_province_id,
    staffId: 0,
    tokenId: row.id,
    sessionId: null,
    name: row.name,
    organisationId: row.organisation_id,
    roles: [],
    capabilities: new Set(held),
    scope: scopeOf(row),
  };
}
