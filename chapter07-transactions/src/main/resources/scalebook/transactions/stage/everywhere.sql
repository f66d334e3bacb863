-- which steps of which saga were done here
CREATE TABLE IF NOT EXISTS steps (
  saga BIGINT NOT NULL, step VARCHAR(20) NOT NULL, state VARCHAR(12) NOT NULL, PRIMARY KEY (saga, step));
-- how far each customer's events have come, and each effect in its order
CREATE TABLE IF NOT EXISTS inbox (customer INT PRIMARY KEY, number INT NOT NULL);
CREATE TABLE IF NOT EXISTS effects (at BIGINT PRIMARY KEY AUTO_INCREMENT, customer INT NOT NULL, number INT NOT NULL);
-- events that could not have their effect, and why
CREATE TABLE IF NOT EXISTS dead_letters (
  customer INT NOT NULL, number INT NOT NULL, event VARCHAR(400) NOT NULL, why VARCHAR(200) NOT NULL,
  PRIMARY KEY (customer, number));
-- events that commit with the data they tell about
CREATE TABLE IF NOT EXISTS outbox (
  place BIGINT PRIMARY KEY AUTO_INCREMENT, number INT NOT NULL, kind VARCHAR(20) NOT NULL, hops INT NOT NULL,
  id BIGINT NOT NULL, customer INT NOT NULL, item INT NOT NULL, quantity INT NOT NULL, cents BIGINT NOT NULL);
