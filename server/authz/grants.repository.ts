import type { Viewer } from './viewer';
import type { Session } from '../db/database';
import type { AccountPlace } from './subject';

/** A grant that is live now, by the database's clock. */
export interface LiveGrant {
  id: number;
  sections: string[];
  purpose: string;
  isBreakGlass: boolean;
}

/** A reading session of the viewer that is open now over the account: what for and which sections. */
export interface ReadingSession {
  id: number;
  sections: string[];
  purpose: string;
}

/** What the viewer holds towards one account. */
export interface Standing {
  /** Part on the account's team; null where not on it. */
  teamRole: 'MANAGER' | 'DEPUTY' | 'MEMBER' | null;
  grants: LiveGrant[];
  /** The viewer's open ticket about the account. */
  ticket: { id: number; purpose: string } | null;
  sessions: ReadingSession[];
}

/** What a stranger holds. */
export const NOTHING_HELD: Standing = Object.freeze({
  teamRole: null,
  grants: [],
  ticket: null,
  sessions: [],
});

// Every condition leads with the asked account's province and id, so that each branch takes its table's index.
const STANDINGS = {
  name: 'authz_standings',
  text: `WITH asked AS (SELECT * FROM unnest($1::int[], $2::bigint[]) AS a (province_id, account_id))
    SELECT 'TEAM' AS kind, asked.province_id, asked.account_id, t.staff_id AS id, t.role AS word, NULL::text[] AS sections
    FROM asked JOIN account_team t ON t.province_id = asked.province_id AND t.account_id = asked.account_id
      AND t.province_id = $3 AND t.staff_id = $4
    UNION ALL
    SELECT CASE WHEN g.is_break_glass THEN 'BREAK_GLASS' ELSE 'GRANT' END, asked.province_id, asked.account_id, g.id, g.purpose, g.sections
    FROM asked JOIN access_grants g ON g.province_id = asked.province_id AND g.account_id = asked.account_id
      AND g.staff_province_id = $3 AND g.staff_id = $4 AND g.status = 'GRANTED'
      AND g.valid_from <= statement_timestamp() AND statement_timestamp() < g.valid_to
    UNION ALL
    SELECT 'TICKET', asked.province_id, asked.account_id, k.id, k.subject, NULL
    FROM asked JOIN service_tickets k ON k.province_id = asked.province_id AND k.account_id = asked.account_id
      AND k.staff_province_id = $3 AND k.staff_id = $4 AND k.closed_at IS NULL
      AND k.valid_from <= statement_timestamp() AND statement_timestamp() < k.valid_to
    UNION ALL
    SELECT 'SESSION', asked.province_id, asked.account_id, s.session_id, s.purpose, s.sections
    FROM asked JOIN reading_sessions s ON s.province_id = asked.province_id AND s.account_id = asked.account_id
      AND s.staff_province_id = $3 AND s.staff_id = $4 AND s.ended_at IS NULL
      AND s.valid_from <= statement_timestamp() AND statement_timestamp() < s.valid_to
    ORDER BY id`,
};

interface StandingRow {
  kind: 'TEAM' | 'GRANT' | 'BREAK_GLASS' | 'TICKET' | 'SESSION';
  province_id: number;
  account_id: number;
  id: number;
  /** Part on the team, or purpose. */
  word: string;
  sections: string[];
}

/**
 * All that a decision over confidential fields takes from the database, in one statement: team, live grants, open
 * tickets and open reading sessions of the viewer towards each account. Half-open, by the database's clock.
 */
export async function readStandings<Place extends AccountPlace>(
  session: Session,
  viewer: Viewer,
  places: readonly Place[],
): Promise<Map<Place, Standing>> {
  const asked = [...new Set(places)];
  const standings = new Map<Place, Standing>(
    asked.map((place) => [place, { ...NOTHING_HELD, grants: [], sessions: [] }]),
  );
  if (viewer.kind === 'TOKEN') return standings; // a token holds nothing of this
  const rows = await session.query<StandingRow>(STANDINGS, [
    asked.map(({ provinceId }) => provinceId),
    asked.map(({ accountId }) => accountId),
    viewer.staffProvinceId,
    viewer.staffId,
  ]);
  const byKey = new Map(asked.map((place) => [`${place.provinceId}:${place.accountId}`, place]));
  for (const row of rows) {
    const place = byKey.get(`${row.province_id}:${row.account_id}`);
    const standing = place && standings.get(place);
    if (standing) add(standing, row);
  }
  return standings;
}

function add(standing: Standing, { kind, id, word, sections }: StandingRow): void {
  if (kind === 'TEAM') standing.teamRole = word as Standing['teamRole'];
  else if (kind === 'GRANT' || kind === 'BREAK_GLASS')
    standing.grants.push({ id, sections, purpose: word, isBreakGlass: kind === 'BREAK_GLASS' });
  else if (kind === 'SESSION') standing.sessions.push({ id, sections, purpose: word });
  else standing.ticket ??= { id, purpose: word };
}
