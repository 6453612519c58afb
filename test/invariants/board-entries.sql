-- Every row of an open ranking shows its account's figures of the period, unless the ranking is marked to be made anew.
WITH settled AS (
  SELECT s.id, s.line, s.period FROM board_snapshots s
  WHERE s.version = 0
    AND NOT EXISTS (SELECT FROM board_refreshes m WHERE m.line = s.line AND m.period = s.period)
)
SELECT s.line, s.period, e.province_id, e.account_id, e.revenue AS shown, f.revenue AS counted
FROM settled s JOIN board_entries e ON e.snapshot_id = s.id
LEFT JOIN usage_facts f ON f.province_id = e.province_id AND f.account_id = e.account_id AND f.line = s.line
  AND f.month = s.period
WHERE s.period ~ '^....-[01]' AND (e.volume, e.revenue) IS DISTINCT FROM (f.volume, f.revenue)
UNION ALL
SELECT s.line, s.period, e.province_id, e.account_id, e.revenue, r.revenue
FROM settled s JOIN board_entries e ON e.snapshot_id = s.id
LEFT JOIN usage_periods r ON r.province_id = e.province_id AND r.account_id = e.account_id AND r.line = s.line
  AND r.period = s.period
WHERE s.period !~ '^....-[01]' AND (e.volume, e.revenue) IS DISTINCT FROM (r.volume, r.revenue);
