-- Every total of an open ranking counts and adds up all figures of its organisation, ranked or not, unless it is marked.
WITH figures AS (
  SELECT province_id, city_id, line, month AS period, revenue FROM usage_facts
  UNION ALL
  SELECT province_id, city_id, line, period, revenue FROM usage_periods
), added AS MATERIALIZED (
  SELECT line, period, coalesce(province_id, city_id, 0) AS organisation_id, count(*) AS accounts, sum(revenue) AS revenue
  FROM figures
  GROUP BY line, period, GROUPING SETS ((), (province_id), (city_id))
)
SELECT o.code, s.line, s.period, t.account_count, a.accounts, t.revenue AS shown, a.revenue AS counted
FROM board_snapshots s
JOIN organisations o ON o.id = s.organisation_id
JOIN board_totals t ON t.snapshot_id = s.id
LEFT JOIN added a ON a.line = s.line AND a.period = s.period
  AND a.organisation_id = CASE o.level WHEN 'NATION' THEN 0 ELSE o.id END
WHERE s.version = 0 AND (t.account_count, t.revenue) IS DISTINCT FROM (a.accounts, a.revenue)
  AND NOT EXISTS (SELECT FROM board_refreshes m WHERE m.line = s.line AND m.period = s.period);
