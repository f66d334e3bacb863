package scalebook.transactions.aggregate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Progress;

/** An order is a row, and one more for each of its lines: several writes. */
public final class HeadAndLines implements Baskets {
  @Override
  public void create(Connection connection) throws SQLException {
    Sql.run(
        connection,
        "DROP TABLE IF EXISTS heads, parts",
        "CREATE TABLE heads (id BIGINT PRIMARY KEY, customer INT NOT NULL)",
        "CREATE TABLE parts (id BIGINT, item INT, quantity INT NOT NULL, PRIMARY KEY"
            + " (id, item))");
  }

  @Override
  public void put(Connection connection, Basket basket, Progress progress) throws SQLException {
    Sql.change(
        connection,
        "INSERT INTO heads (id, customer) VALUES (?, ?)",
        basket.id(),
        basket.customer());
    for (Basket.Line line : basket.lines()) {
      progress.at("before-write");
      Sql.change(
          connection,
          "INSERT INTO parts (id, item, quantity) VALUES (?, ?, ?)",
          basket.id(),
          line.item(),
          line.quantity());
    }
  }

  @Override
  public Optional<Basket> get(Connection connection, long id) throws SQLException {
    List<Basket.Line> lines =
        Sql.query(
            connection,
            row -> new Basket.Line(row.getInt(1), row.getInt(2)),
            "SELECT item, quantity FROM parts WHERE id = ? ORDER BY item",
            id);
    return Sql.first(
        connection,
        row -> new Basket(id, row.getInt(1), lines),
        "SELECT customer FROM heads WHERE id = ?",
        id);
  }
}
