-- Rows and totals of the open rankings show the figures they were made from, unless they are marked to be made anew.
WITH settled AS MATERIALIZED (
  SELECT s.id, s.line, s.period, s.organisation_id, o.level FROM board_snapshots s
  JOIN organisations o ON o.id = s.organisation_id
  WHERE s.version = 0
    AND NOT EXISTS (SELECT FROM board_refreshes m WHERE m.line = s.line AND m.period = s.period)
), figures AS MATERIALIZED (
  SELECT province_id, account_id, city_id, line, month AS period, volume, revenue FROM usage_facts
  UNION ALL
  SELECT province_id, account_id, city_id, line, period, volume, revenue FROM usage_rollups
), added AS (
  SELECT line, period, province_id, city_id, count(*) AS accounts, sum(revenue) AS revenue FROM figures
  GROUP BY line, period, GROUPING SETS ((), (province_id), (city_id))
)
SELECT 'entry' AS what, s.organisation_id, s.line, s.period, e.account_id, e.revenue AS shown, f.revenue AS counted
FROM settled s JOIN board_entries e ON e.snapshot_id = s.id
LEFT JOIN figures f ON f.province_id = e.province_id AND f.account_id = e.account_id AND f.line = s.line
  AND f.period = s.period
WHERE (e.volume, e.revenue) IS DISTINCT FROM (f.volume, f.revenue)
UNION ALL
SELECT 'total', s.organisation_id, s.line, s.period, NULL, t.revenue, a.revenue
FROM settled s JOIN board_totals t ON t.snapshot_id = s.id
LEFT JOIN added a ON a.line = s.line AND a.period = s.period AND CASE s.level
  WHEN 'NATION' THEN a.province_id IS NULL AND a.city_id IS NULL
  WHEN 'PROVINCE' THEN a.province_id = s.organisation_id
  ELSE a.city_id = s.organisation_id END
WHERE (t.account_count, t.revenue) IS DISTINCT FROM (a.accounts, a.revenue);
