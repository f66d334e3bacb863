-- forty customers with ten million each
INSERT INTO accounts (customer, cents, initial)
  WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39)
  SELECT i, 1000000000, 1000000000 FROM n;
INSERT INTO wallets (customer, cents, initial, statement, version) SELECT customer, cents, initial, '', 0 FROM accounts;
