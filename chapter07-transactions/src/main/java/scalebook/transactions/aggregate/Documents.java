package scalebook.transactions.aggregate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import scalebook.engines.Sql;
import scalebook.engines.json.Json;
import scalebook.transactions.shop.Progress;

/** An order is one document in one row: one write, and no transaction. */
public final class Documents implements Baskets {
  @Override
  public void create(Connection connection) throws SQLException {
    Sql.run(
        connection,
        "DROP TABLE IF EXISTS documents",
        "CREATE TABLE documents (id BIGINT PRIMARY KEY, document JSON NOT NULL)");
  }

  @Override
  public void put(Connection connection, Basket basket, Progress progress) throws SQLException {
    progress.at("before-write");
    Sql.change(
        connection,
        "INSERT INTO documents (id, document) VALUES (?, ?)",
        basket.id(),
        Json.text(basket));
  }

  @Override
  public Optional<Basket> get(Connection connection, long id) throws SQLException {
    return Sql.first(
        connection,
        row -> Json.read(row.getString(1), Basket.class),
        "SELECT document FROM documents WHERE id = ?",
        id);
  }
}
