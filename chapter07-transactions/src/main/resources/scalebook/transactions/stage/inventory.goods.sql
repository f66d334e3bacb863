-- twenty items, a million pieces of each
INSERT INTO stock (item, available, initial)
  WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19)
  SELECT i, 1000000, 1000000 FROM n;
