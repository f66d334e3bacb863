-- no key on the order: it would hide an effect that happens twice
CREATE TABLE IF NOT EXISTS stock (item INT PRIMARY KEY, available INT NOT NULL, initial INT NOT NULL);
CREATE TABLE IF NOT EXISTS reservations (
  place BIGINT PRIMARY KEY AUTO_INCREMENT, order_id BIGINT NOT NULL, item INT NOT NULL, quantity INT NOT NULL, KEY (order_id));
