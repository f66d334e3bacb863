-- no key on the order: it would hide an effect that happens twice
CREATE TABLE IF NOT EXISTS shipments (
  place BIGINT PRIMARY KEY AUTO_INCREMENT, order_id BIGINT NOT NULL, quantity INT NOT NULL, KEY (order_id));
