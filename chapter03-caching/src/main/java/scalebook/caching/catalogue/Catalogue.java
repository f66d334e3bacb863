package scalebook.caching.catalogue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.engines.json.Json;

/** Products in SQL, as the application sees them. */
public final class Catalogue {
  private static final String SELECT =
      """
      SELECT p.id, p.name, c.name, p.price_cents, s.quantity, p.version,
             (SELECT AVG(stars) FROM reviews r WHERE r.product_id = p.id)
      FROM products p
      JOIN categories c ON c.id = p.category_id
      JOIN stock s ON s.product_id = p.id
      """;

  private final DataSource database;
  private final double slowSeconds;

  /** A product with what belongs to it; this is what is shown, and cached. */
  public record Product(
      int id,
      String name,
      String category,
      long priceCents,
      int stock,
      long version,
      BigDecimal rating) {

    private static Product of(ResultSet row) throws SQLException {
      return new Product(
          row.getInt(1),
          row.getString(2),
          row.getString(3),
          row.getLong(4),
          row.getInt(5),
          row.getLong(6),
          row.getBigDecimal(7));
    }
  }

  public Catalogue(DataSource database) {
    this(database, 0);
  }

  /**
   * {@code slowSeconds}: how much longer each load takes, as a query that is worth caching does.
   */
  public Catalogue(DataSource database, double slowSeconds) {
    this.database = database;
    this.slowSeconds = slowSeconds;
  }

  /** Nothing when there is no such product. */
  public Optional<Row> load(int id) throws SQLException {
    return Sql.with(
        database,
        connection -> {
          if (slowSeconds > 0) {
            Sql.change(connection, "DO SLEEP(?)", slowSeconds);
          }
          return load(connection, id);
        });
  }

  private static Optional<Row> load(Connection connection, int id) throws SQLException {
    return Sql.first(connection, Product::of, SELECT + "WHERE p.id = ?", id)
        .map(product -> new Row(product.version, Json.text(product)));
  }

  /** The cheapest ones of a category. */
  public List<Product> cheapest(int category, int count) throws SQLException {
    String sql = SELECT + "WHERE p.category_id = ? ORDER BY p.price_cents, p.id LIMIT ?";
    return Sql.with(database, c -> Sql.query(c, Product::of, sql, category, count));
  }

  /** Only their ids: little to keep, and it changes less often. */
  public List<Integer> cheapestIds(int category, int count) throws SQLException {
    String sql = "SELECT id FROM products WHERE category_id = ? ORDER BY price_cents, id LIMIT ?";
    return Sql.with(database, c -> Sql.query(c, row -> row.getInt(1), sql, category, count));
  }

  /** Sets the price and returns the new row, which nobody can read before it is committed. */
  public Optional<Row> reprice(int id, long priceCents) throws SQLException {
    String sql = "UPDATE products SET price_cents = ?, version = version + 1 WHERE id = ?";
    return Sql.inTransaction(
        database,
        connection -> {
          Sql.change(connection, sql, priceCents, id);
          return load(connection, id); // still under the update's lock
        });
  }

  /** A new product in the first category; it must not be there yet. */
  public Row insert(int id, String name, long priceCents) throws SQLException {
    String sql =
        "INSERT INTO products (id, name, category_id, price_cents, version) VALUES (?, ?, 0, ?, 1)";
    return Sql.inTransaction(
        database,
        connection -> {
          Sql.change(connection, sql, id, name, priceCents);
          Sql.change(connection, "INSERT INTO stock (product_id, quantity) VALUES (?, 0)", id);
          return load(connection, id).orElseThrow();
        });
  }
}
