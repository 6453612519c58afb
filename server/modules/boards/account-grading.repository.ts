import type { Session, Statement } from '../../db/database';
import { quartersAndMonths } from './periods';
import { GRADE_FLOORS, PROFESSIONAL_SHARE, TRAILING_MONTHS } from '../../rules/rule-defaults';

// Changed rows only, locked in one order so that an import of accounts and this never wait for each other.
const GRADE: Statement = {
  name: 'boards_grade_accounts',
  text: `WITH by_line AS (
      SELECT account_id, sum(revenue)::bigint AS revenue
      FROM (SELECT f.account_id, f.line, f.revenue FROM usage_facts f
          WHERE f.province_id = $1 AND f.month = ANY ($2::text[])
        UNION ALL
        SELECT r.account_id, r.line, r.revenue FROM usage_periods r
          WHERE r.province_id = $1 AND r.period = ANY ($2::text[])) AS part
      GROUP BY account_id, line),
    recent AS MATERIALIZED (
      SELECT account_id, sum(revenue)::bigint AS revenue, max(revenue) AS best FROM by_line GROUP BY account_id),
    derived AS (
      SELECT a.id, a.category AS old_category, a.grade AS old_grade,
        CASE WHEN t.revenue > 0 THEN CASE WHEN t.best * 100 >= t.revenue * $3::int THEN 'PROFESSIONAL'
          ELSE 'COMPREHENSIVE' END END AS category,
        (SELECT floor.grade FROM unnest($4::text[], $5::bigint[]) AS floor (grade, fen)
         WHERE t.revenue >= floor.fen ORDER BY floor.fen DESC LIMIT 1) AS grade
      FROM accounts a LEFT JOIN recent t ON t.account_id = a.id WHERE a.province_id = $1),
    changed AS MATERIALIZED (
      SELECT a.id, d.category, d.grade FROM accounts a JOIN derived d ON d.id = a.id
      WHERE a.province_id = $1
        AND (d.category IS DISTINCT FROM d.old_category OR d.grade IS DISTINCT FROM d.old_grade)
      ORDER BY a.id FOR UPDATE OF a)
    UPDATE accounts a SET category = c.category, grade = c.grade, updated_at = statement_timestamp()
    FROM changed c WHERE a.province_id = $1 AND a.id = c.id`,
};

/**
 * Derives category (Articles 8-9(1)) and grade (Article 10(2)) of a province's accounts from the revenue of the months
 * given; without revenue both are null. The grade's floor applies to the monthly average over all those months.
 */
export async function gradeAccounts(
  session: Session,
  provinceId: number,
  months: readonly string[],
): Promise<void> {
  await session.query(GRADE, [
    provinceId,
    quartersAndMonths(months),
    PROFESSIONAL_SHARE.value,
    Object.keys(GRADE_FLOORS.value),
    Object.values(GRADE_FLOORS.value).map((floor) => floor * TRAILING_MONTHS.value),
  ]);
}
