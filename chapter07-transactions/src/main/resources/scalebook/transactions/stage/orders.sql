CREATE TABLE IF NOT EXISTS accounts (
  customer INT PRIMARY KEY, cents BIGINT NOT NULL, initial BIGINT NOT NULL, events INT NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS orders (
  id BIGINT PRIMARY KEY, customer INT NOT NULL, item INT NOT NULL, quantity INT NOT NULL, cents BIGINT NOT NULL,
  state VARCHAR(12) NOT NULL);
CREATE TABLE IF NOT EXISTS sagas (
  id BIGINT PRIMARY KEY, customer INT NOT NULL, item INT NOT NULL, quantity INT NOT NULL, cents BIGINT NOT NULL,
  state VARCHAR(12) NOT NULL, step INT NOT NULL, attempts INT NOT NULL, note VARCHAR(200) NOT NULL,
  token BIGINT NOT NULL, until DATETIME(6) NOT NULL, KEY open_ones (state, until));
-- an account and its statement in one row, changed by many
CREATE TABLE IF NOT EXISTS wallets (
  customer INT PRIMARY KEY, cents BIGINT NOT NULL, initial BIGINT NOT NULL, statement TEXT NOT NULL, version INT NOT NULL);
