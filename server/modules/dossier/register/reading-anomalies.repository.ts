import { SECTION_POLICIES, SECTIONS } from '../../../authz/sections';
import type { Session } from '../../../db/database';
import { READING_ANOMALIES } from '../../../rules/rule-defaults';

/**
 * Sections whose accounts count as dossiers. A board shows the usage of a hundred accounts, which is what it is for: it
 * would alarm every day and so never.
 */
const DOSSIERS = SECTIONS.filter(
  (section) => SECTION_POLICIES[section].fieldClass !== 'L1' && section !== 'USAGE',
);
const L3 = SECTIONS.filter((section) => SECTION_POLICIES[section].fieldClass === 'L3');

const READER = 'staff_province_id, staff_id, token_id';

/** Lines of the register since `$2` until `$1`, an account at a time; `asked`: of these sections and outcomes. */
const lines = (since: string, asked: string): string => `
  line AS MATERIALIZED (
    SELECT r.staff_province_id, r.staff_id, coalesce(r.token_id, 0) AS token_id, r.staff_name, r.staff_organisation_id,
      r.at, r.province_id, account_id
    FROM access_register r CROSS JOIN LATERAL unnest(r.account_ids) AS account_id
    WHERE r.province_id IN (SELECT id FROM organisations WHERE level = 'PROVINCE')
      AND r.at > $1::timestamptz - ${since} AND r.at <= $1::timestamptz AND ${asked})`;

// One alert for each place whose accounts were read: its custodian is told of these and of the number of all.
const raise = (kind: string, detail: string): string => `
  INSERT INTO access_alerts (province_id, city_id, unit_id, kind, staff_province_id, staff_id, token_id, staff_name,
    staff_organisation_id, account_ids, window_from, detail)
  SELECT a.province_id, a.city_id, a.unit_id, '${kind}', u.staff_province_id, u.staff_id, u.token_id, max(u.staff_name),
    max(u.staff_organisation_id), array_agg(DISTINCT a.id ORDER BY a.id), u.window_from, ${detail}
  FROM unusual u JOIN accounts a ON a.province_id = u.province_id AND a.id = u.account_id
  GROUP BY a.province_id, a.city_id, a.unit_id, u.staff_province_id, u.staff_id, u.token_id, u.window_from
  ON CONFLICT DO NOTHING`;

const PER_HOUR = `WITH ${lines(`interval '2 hours'`, `r.outcome = 'READ' AND r.section = ANY ($2)`)},
  busy AS (
    SELECT ${READER} FROM line GROUP BY ${READER} HAVING count(DISTINCT (province_id, account_id)) > $3),
  moment AS (
    SELECT DISTINCT ${READER}, at FROM line JOIN busy USING (${READER})),
  counted AS (
    SELECT m.*, (SELECT count(DISTINCT (l.province_id, l.account_id)) FROM line l
      WHERE (l.staff_province_id, l.staff_id, l.token_id) = (m.staff_province_id, m.staff_id, m.token_id)
        AND l.at > m.at - interval '1 hour' AND l.at <= m.at) AS n
    FROM moment m),
  first AS (
    SELECT DISTINCT ON (${READER}, date_trunc('hour', at)) * FROM counted WHERE n > $3
    ORDER BY ${READER}, date_trunc('hour', at), at),
  unusual AS (
    SELECT l.*, date_trunc('hour', f.at) AS window_from, f.n FROM first f JOIN line l USING (${READER})
    WHERE l.at > f.at - interval '1 hour' AND l.at <= f.at)
  ${raise('MANY_DOSSIERS', `max(u.n) || ' dossiers in an hour, more than ' || $3`)}`;

const ABOVE_MEAN = `WITH ${lines(`make_interval(days => $5 + 2)`, `r.outcome = 'READ' AND r.section = ANY ($2)`)},
  per_day AS (
    SELECT ${READER}, (at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(DISTINCT (province_id, account_id)) AS n
    FROM line GROUP BY 1, 2, 3, 4),
  above AS (
    SELECT d.*, h.sum FROM per_day d CROSS JOIN LATERAL (
      SELECT sum(p.n) AS sum FROM per_day p WHERE (p.staff_province_id, p.staff_id, p.token_id)
        = (d.staff_province_id, d.staff_id, d.token_id) AND p.day >= d.day - $5 AND p.day < d.day) AS h
    WHERE d.day >= ($1::timestamptz AT TIME ZONE 'Asia/Shanghai')::date - 1
      AND d.n >= $4 AND d.n * $5 > $3 * h.sum),
  unusual AS (
    SELECT l.*, v.day::timestamp AT TIME ZONE 'Asia/Shanghai' AS window_from, v.n, v.sum
    FROM above v JOIN line l USING (${READER}) WHERE (l.at AT TIME ZONE 'Asia/Shanghai')::date = v.day)
  ${raise(
    'ABOVE_OWN_MEAN',
    `max(u.n) || ' dossiers in a day, more than ' || $3 || ' times the mean of ' || round(max(u.sum) / $5, 1)`,
  )}`;

const OFF_HOURS = `WITH ${lines(`interval '25 hours'`, `r.outcome = 'READ' AND r.section = ANY ($2)`)},
  unusual AS (
    SELECT line.*, date_trunc('hour', at) AS window_from FROM line, LATERAL (SELECT at AT TIME ZONE 'Asia/Shanghai' AS t) AS own
    WHERE extract(isodow FROM t) > 5 OR extract(hour FROM t) < $3 OR extract(hour FROM t) >= $4)
  ${raise(
    'OFF_HOURS_L3',
    `'L3 read at ' || to_char(min(u.at) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') || ', outside working hours'`,
  )}`;

const FORMER_UNIT = `WITH ${lines(`interval '25 hours'`, 'r.section = ANY ($2)')},
  former AS MATERIALIZED (
    SELECT r.staff_province_id, r.staff_id, r.staff_organisation_id AS organisation_id, min(r.at) AS since
    FROM access_register r WHERE r.province_id IN (SELECT id FROM organisations WHERE level = 'PROVINCE')
      AND r.at > $1::timestamptz - make_interval(days => $3) AND r.staff_id <> 0 GROUP BY 1, 2, 3),
  unusual AS (
    SELECT l.*, date_trunc('day', l.at) AS window_from
    FROM line l JOIN accounts a ON a.province_id = l.province_id AND a.id = l.account_id
    JOIN former f ON f.staff_province_id = l.staff_province_id AND f.staff_id = l.staff_id
      AND f.organisation_id = a.organisation_id AND f.since < l.at
    WHERE a.organisation_id <> l.staff_organisation_id)
  ${raise('EX_UNIT_ACCESS', `'read or tried after leaving the organisation that serves the accounts'`)}`;

/** The instant a search looks back from; the database's own where none is given. */
export async function readInstant(session: Session, asOf: Date | null): Promise<string> {
  const rows = await session.query<{ now: string }>(
    `SELECT coalesce($1::timestamptz, clock_timestamp())::text AS now`,
    [asOf],
  );
  return rows[0].now;
}

/** Raises alerts for accounts read in any one hour, and for L3 read outside working hours. */
export async function raiseRecent(session: Session, asOf: string): Promise<void> {
  const { dossiersPerHour, dayBegins, dayEnds } = READING_ANOMALIES.value;
  await session.query(PER_HOUR, [asOf, DOSSIERS, dossiersPerHour]);
  await session.query(OFF_HOURS, [asOf, L3, dayBegins, dayEnds]);
}

/** Raises alerts for what takes a longer look back: one's own mean, and the organisations one belonged to. */
export async function raiseByHistory(session: Session, asOf: string): Promise<void> {
  const { timesMean, leastDossiers, meanDays, formerDays } = READING_ANOMALIES.value;
  await session.query(ABOVE_MEAN, [asOf, DOSSIERS, timesMean, leastDossiers, meanDays]);
  await session.query(FORMER_UNIT, [asOf, DOSSIERS, formerDays]);
}
