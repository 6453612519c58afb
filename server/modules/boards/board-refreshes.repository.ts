import type { Session, Statement } from '../../db/database';
import type { BusinessLine } from '../../graphql/business-line';
import type { RankedPeriod } from './ranking-targets';

/** A note that the figures of a province changed; province 0: that a province's ranking changed. */
export interface Mark extends RankedPeriod {
  provinceId: number;
  /** When it was last marked, to the microsecond. */
  markedAt: string;
}

/** The nation's place among the marks. */
export const NATION = 0;

// Advisory locks: (class, key). Key -1 is held shared by whoever ranks and alone by whoever closes.
const LOCK_CLASS = 7_104_202;
const CLOSING_KEY = -1;

/** Waits until nobody else ranks this province (0: the nation) or closes a period. Held to the transaction's end. */
export async function lockRanking(session: Session, provinceId: number): Promise<void> {
  await session.query('SELECT pg_advisory_xact_lock_shared($1, $2)', [LOCK_CLASS, CLOSING_KEY]);
  await session.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, provinceId]);
}

/** Waits until nobody ranks or closes, and keeps it so to the transaction's end. */
export async function lockClosing(session: Session): Promise<void> {
  await session.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, CLOSING_KEY]);
}

/** Ranking statements are short and many: compiling each costs more than it saves. */
export async function withoutCompiling(session: Session): Promise<void> {
  await session.query('SET LOCAL jit = off');
}

const READ: Statement = {
  name: 'boards_read_marks',
  text: `SELECT province_id, line, period, marked_at::text FROM board_refreshes
    WHERE $1::int IS NULL OR province_id = $1 ORDER BY province_id, line, period`,
};

/** The marks of a province, or all. */
export async function readMarks(session: Session, provinceId: number | null): Promise<Mark[]> {
  const rows = await session.query<{
    province_id: number;
    line: BusinessLine;
    period: string;
    marked_at: string;
  }>(READ, [provinceId]);
  return rows.map(({ province_id, line, period, marked_at }) => ({
    provinceId: province_id,
    line,
    period,
    markedAt: marked_at,
  }));
}

// A mark that an import is renewing at this moment is left: its figures are not to be seen before that import commits.
const CLAIM: Statement = {
  name: 'boards_claim_marks',
  text: `WITH free AS (
      SELECT r.line, r.period FROM board_refreshes r
      JOIN unnest($2::text[], $3::text[], $4::timestamptz[]) AS seen (line, period, marked_at) USING (line, period)
      WHERE r.province_id = $1 AND r.marked_at = seen.marked_at
      FOR UPDATE OF r SKIP LOCKED)
    DELETE FROM board_refreshes r USING free
    WHERE r.province_id = $1 AND r.line = free.line AND r.period = free.period
    RETURNING r.line, r.period`,
};

/** Takes the marks away, in the transaction that does the work they ask for; answers those that were still the same. */
export async function claimMarks(
  session: Session,
  provinceId: number,
  marks: readonly Mark[],
): Promise<RankedPeriod[]> {
  return session.query<RankedPeriod>(CLAIM, [
    provinceId,
    marks.map(({ line }) => line),
    marks.map(({ period }) => period),
    marks.map(({ markedAt }) => markedAt),
  ]);
}

// Renewing, not skipping, a mark that is there: its lock tells a claimer that there is more to come. In one order, so
// that two who mark never wait for each other.
const MARK: Statement = {
  name: 'boards_mark',
  text: `INSERT INTO board_refreshes (province_id, line, period)
    SELECT $1, line, period FROM unnest($2::text[], $3::text[]) AS marked (line, period) ORDER BY line, period
    ON CONFLICT (province_id, line, period) DO UPDATE SET marked_at = EXCLUDED.marked_at`,
};

/** Marks what changed in a province; 0: what the nation's ranking must be merged again for. */
export async function markRankings(
  session: Session,
  provinceId: number,
  changed: readonly RankedPeriod[],
): Promise<void> {
  await session.query(MARK, [
    provinceId,
    changed.map(({ line }) => line),
    changed.map(({ period }) => period),
  ]);
}
