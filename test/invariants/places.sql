-- Every row about an account stands where the account stands: province, city and unit.
SELECT 'account_team' AS table_name, t.province_id, t.account_id FROM account_team t
  JOIN accounts a ON a.province_id = t.province_id AND a.id = t.account_id
  WHERE (t.city_id, t.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'usage_facts', f.province_id, f.account_id FROM usage_facts f
  LEFT JOIN accounts a ON a.province_id = f.province_id AND a.id = f.account_id
  WHERE (f.city_id, f.unit_id) IS DISTINCT FROM (a.city_id, a.unit_id)
UNION ALL
SELECT 'usage_rollups', r.province_id, r.account_id FROM usage_rollups r
  LEFT JOIN accounts a ON a.province_id = r.province_id AND a.id = r.account_id
  WHERE (r.city_id, r.unit_id) IS DISTINCT FROM (a.city_id, a.unit_id)
UNION ALL
SELECT 'key_persons', k.province_id, k.account_id FROM key_persons k
  JOIN accounts a ON a.province_id = k.province_id AND a.id = k.account_id
  WHERE (k.city_id, k.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'account_basics', b.province_id, b.account_id FROM account_basics b
  JOIN accounts a ON a.province_id = b.province_id AND a.id = b.account_id
  WHERE (b.city_id, b.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'account_contacts', c.province_id, c.account_id FROM account_contacts c
  JOIN accounts a ON a.province_id = c.province_id AND a.id = c.account_id
  WHERE (c.city_id, c.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'access_grants', g.province_id, g.account_id FROM access_grants g
  JOIN accounts a ON a.province_id = g.province_id AND a.id = g.account_id
  WHERE (g.city_id, g.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'reading_sessions', r.province_id, r.account_id FROM reading_sessions r
  JOIN accounts a ON a.province_id = r.province_id AND a.id = r.account_id
  WHERE (r.city_id, r.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'access_alerts', l.province_id, l.account_id FROM access_alerts l
  JOIN accounts a ON a.province_id = l.province_id AND a.id = l.account_id
  WHERE (l.city_id, l.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'account_services', x.province_id, x.account_id FROM account_services x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'pickups', x.province_id, x.account_id FROM pickups x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'visits', x.province_id, x.account_id FROM visits x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'complaints', x.province_id, x.account_id FROM complaints x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'handlings', x.province_id, x.account_id FROM handlings x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'account_credits', x.province_id, x.account_id FROM account_credits x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'payments', x.province_id, x.account_id FROM payments x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'account_tariffs', x.province_id, x.account_id FROM account_tariffs x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'service_tickets', x.province_id, x.account_id FROM service_tickets x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'erased_key_persons', x.province_id, x.account_id FROM erased_key_persons x
  JOIN accounts a ON a.province_id = x.province_id AND a.id = x.account_id
  WHERE (x.city_id, x.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'dossier_sections', s.province_id, s.account_id FROM dossier_sections s
  JOIN accounts a ON a.province_id = s.province_id AND a.id = s.account_id
  WHERE (s.city_id, s.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'dossier_proposals', p.province_id, p.account_id FROM dossier_proposals p
  JOIN accounts a ON a.province_id = p.province_id AND a.id = p.account_id
  WHERE (p.city_id, p.unit_id) <> (a.city_id, a.unit_id)
UNION ALL
SELECT 'dossier_changes', d.province_id, d.account_id FROM dossier_changes d
  JOIN accounts a ON a.province_id = d.province_id AND a.id = d.account_id
  WHERE (d.city_id, d.unit_id) <> (a.city_id, a.unit_id);
