// The limit: no GraphQL, no sign-in, no walls. The same rows by one prepared statement, then JSON.stringify.
// The months of an account come as three joined texts, the cheapest of the forms tried (arrays, JSON, single rows).
import { createServer } from 'node:http';
import pg from 'pg';
import { accountId, ready, settings, yearOf, yearOnYear, yuan } from './peer.mjs';

const { databaseUrl, poolSize } = settings();
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });

const BOARD = {
  name: 'board',
  text: `
SELECT bo.code AS board_code, bv.name AS board_name, b.size, b.version > 0 AS is_frozen, b.as_of, t.revenue AS total,
  e.rank, e.previous_rank, e.revenue, e.volume, e.revenue_year_earlier, e.province_id, e.account_id,
  a.account_no, a.name, a.grade, o.code AS organisation_code, v.name AS organisation_name,
  p.code AS parent_code, pv.name AS parent_name, m.name AS manager, f.*
FROM organisations bo
JOIN organisation_versions bv ON bv.organisation_id = bo.id AND bv.valid_to IS NULL
JOIN board_snapshots b ON b.organisation_id = bo.id AND b.line = $2 AND b.period = $3
JOIN board_totals t ON t.snapshot_id = b.id
JOIN board_entries e ON e.snapshot_id = b.id
JOIN accounts a ON a.province_id = e.province_id AND a.id = e.account_id
JOIN organisations o ON o.id = a.organisation_id
JOIN organisation_versions v ON v.organisation_id = o.id AND v.valid_to IS NULL
LEFT JOIN organisations p ON p.id = v.parent_id
LEFT JOIN organisation_versions pv ON pv.organisation_id = p.id AND pv.valid_to IS NULL
LEFT JOIN account_team w ON w.province_id = a.province_id AND w.account_id = a.id AND w.role = 'MANAGER'
LEFT JOIN staff m ON m.province_id = w.province_id AND m.id = w.staff_id
CROSS JOIN LATERAL (
  SELECT string_agg(month, ',' ORDER BY month) AS months, string_agg(revenue::text, ',' ORDER BY month) AS revenues,
    string_agg(volume::text, ',' ORDER BY month) AS volumes
  FROM usage_facts
  WHERE province_id = e.province_id AND account_id = e.account_id AND line = e.line AND month BETWEEN $4 AND $5
) f
WHERE bo.code = $1
ORDER BY b.version DESC, e.position LIMIT 100`,
};

async function board({ organisationCode, line, period }) {
  const { first, last } = yearOf(period);
  const { rows } = await pool.query({ ...BOARD, values: [organisationCode, line, period, first, last] });
  const head = rows[0];
  return {
    organisation: { code: head.board_code, name: head.board_name },
    line,
    period,
    size: head.size,
    isFrozen: head.is_frozen,
    asOf: head.as_of,
    totalRevenue: yuan(head.total),
    entries: { edges: rows.map((row) => ({ node: entry(row) })) },
  };
}

function entry(row) {
  return {
    rank: row.rank,
    previousRank: row.previous_rank,
    revenue: yuan(row.revenue),
    volume: row.volume,
    revenueYearEarlier: yuan(row.revenue_year_earlier),
    yearOnYear: yearOnYear(row.revenue, row.revenue_year_earlier),
    share: row.revenue / row.total,
    account: {
      id: accountId(row.province_id, row.account_id),
      accountNo: row.account_no,
      name: row.name,
      organisation: {
        code: row.organisation_code,
        name: row.organisation_name,
        parent: row.parent_code && { code: row.parent_code, name: row.parent_name },
      },
      grade: row.grade,
      manager: row.manager && { name: row.manager },
    },
    months: months(row),
  };
}

function months({ months, revenues, volumes }) {
  if (!months) return [];
  const revenue = revenues.split(',');
  const volume = volumes.split(',');
  return months.split(',').map((month, at) => ({ month, revenue: yuan(revenue[at]), volume: volume[at] }));
}

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (part) => (text += part));
  request.on('end', () =>
    board(JSON.parse(text).variables).then(
      (answer) => {
        const body = Buffer.from(JSON.stringify({ data: { board: answer } }));
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
          .end(body);
      },
      (error) => response.writeHead(500).end(String(error)),
    ),
  );
});
server.listen(0, '127.0.0.1', () => ready(server.address().port));
