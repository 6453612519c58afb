-- The sums of quarters and years are what the facts add up to, row by row, and stand where their account stands.
WITH summed AS (
  SELECT province_id, account_id, line, p.period, sum(volume) AS volume, sum(revenue) AS revenue
  FROM usage_facts
  CROSS JOIN LATERAL (VALUES
    (left(month, 4)),
    (left(month, 4) || '-Q' || (right(month, 2)::int + 2) / 3)
  ) AS p (period)
  GROUP BY province_id, account_id, line, p.period
)
SELECT province_id, account_id, line, period, s.volume AS summed_volume, r.volume AS kept_volume,
  s.revenue AS summed_revenue, r.revenue AS kept_revenue
FROM summed s
FULL JOIN usage_periods r USING (province_id, account_id, line, period)
WHERE (s.volume, s.revenue) IS DISTINCT FROM (r.volume, r.revenue);
