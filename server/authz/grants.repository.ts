import type { Viewer } from './viewer';
import type { Session } from '../db/database';
import type { Subject } from './subject';

/** A grant that is live now, by the database's clock. */
export interface LiveGrant {
  id: number;
  sections: string[];
  purpose: string;
}

/** What the viewer holds towards one account. */
export interface Standing {
  isOnTeam: boolean;
  grants: LiveGrant[];
}

const STANDINGS = {
  name: 'authz_standings',
  text: `SELECT asked.province_id, asked.account_id,
      EXISTS (SELECT FROM account_team t WHERE t.province_id = asked.province_id AND t.account_id = asked.account_id
        AND t.province_id = $3 AND t.staff_id = $4) AS is_on_team,
      g.id AS grant_id, g.sections, g.purpose
    FROM unnest($1::int[], $2::bigint[]) AS asked (province_id, account_id)
    LEFT JOIN access_grants g ON g.province_id = asked.province_id AND g.account_id = asked.account_id
      AND g.staff_province_id = $3 AND g.staff_id = $4 AND g.status = 'GRANTED'
      AND g.valid_from <= statement_timestamp() AND statement_timestamp() < g.valid_to
    ORDER BY g.id`,
};

interface StandingRow {
  province_id: number;
  account_id: number;
  is_on_team: boolean;
  grant_id: number | null;
  sections: string[];
  purpose: string;
}

/** Team membership and live grants of the viewer towards each account, in one statement. */
export async function readStandings(
  session: Session,
  viewer: Viewer,
  subjects: Subject[],
): Promise<Map<Subject, Standing>> {
  const asked = [...new Set(subjects)];
  if (viewer.kind === 'TOKEN') return new Map(); // a token holds no grant and is on no team
  const rows = await session.query<StandingRow>(STANDINGS, [
    asked.map(({ provinceId }) => provinceId),
    asked.map(({ accountId }) => accountId),
    viewer.staffProvinceId,
    viewer.staffId,
  ]);
  const byKey = new Map(asked.map((subject) => [`${subject.provinceId}:${subject.accountId}`, subject]));
  const standings = new Map<Subject, Standing>();
  for (const row of rows) {
    const subject = byKey.get(`${row.province_id}:${row.account_id}`);
    if (!subject) continue;
    const standing = standings.get(subject) ?? { isOnTeam: row.is_on_team, grants: [] };
    if (row.grant_id !== null)
      standing.grants.push({ id: row.grant_id, sections: row.sections, purpose: row.purpose });
    standings.set(subject, standing);
  }
  return standings;
}
