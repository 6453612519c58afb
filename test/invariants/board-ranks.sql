-- On every board equal revenue shares a rank and the rank is one more than the number of accounts before it.
SELECT snapshot_id, position, rank, expected FROM (
  SELECT snapshot_id, position, rank, rank() OVER (PARTITION BY snapshot_id ORDER BY revenue DESC) AS expected
  FROM board_entries
) ranked
WHERE rank <> expected;
