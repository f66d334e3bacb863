package scalebook.caching.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Products in SQL, as the application sees them. */
public final class Catalogue {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLUMNS =
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
      BigDecimal rating) {}

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
    try (Connection connection = database.getConnection()) {
      if (slowSeconds > 0) {
        try (PreparedStatement slow = connection.prepareStatement("DO SLEEP(?)")) {
          slow.setDouble(1, slowSeconds);
          slow.execute();
        }
      }
      return load(connection, id);
    }
  }

  private static Optional<Row> load(Connection connection, int id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COLUMNS + "WHERE p.id = ?")) {
      select.setInt(1, id);
      return products(select).stream().findFirst().map(p -> new Row(p.version, text(p)));
    }
  }

  /** The cheapest ones of a category. */
  public List<Product> cheapest(int category, int count) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                COLUMNS + "WHERE p.category_id = ? ORDER BY p.price_cents, p.id LIMIT ?")) {
      select.setInt(1, category);
      select.setInt(2, count);
      return products(select);
    }
  }

  /** Only their ids: little to keep, and it changes less often. */
  public List<Integer> cheapestIds(int category, int count) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id FROM products WHERE category_id = ? ORDER BY price_cents, id LIMIT ?")) {
      select.setInt(1, category);
      select.setInt(2, count);
      List<Integer> ids = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getInt(1));
        }
      }
      return ids;
    }
  }

  private static List<Product> products(PreparedStatement select) throws SQLException {
    List<Product> products = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        products.add(
            new Product(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getInt(5),
                row.getLong(6),
                row.getBigDecimal(7)));
      }
    }
    return products;
  }

  public static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain values is always JSON", e);
    }
  }

  /** Sets the price and returns the new row, which nobody can read before it is committed. */
  public Optional<Row> reprice(int id, long priceCents) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE products SET price_cents = ?, version = version + 1 WHERE id = ?")) {
        update.setLong(1, priceCents);
        update.setInt(2, id);
        update.executeUpdate();
        Optional<Row> row = load(connection, id); // still under the update's lock
        connection.commit();
        return row;
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** A new product in the first category; it must not be there yet. */
  public Row insert(int id, String name, long priceCents) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement product =
              connection.prepareStatement(
                  "INSERT INTO products (id, name, category_id, price_cents, version)"
                      + " VALUES (?, ?, 0, ?, 1)");
          PreparedStatement stock =
              connection.prepareStatement(
                  "INSERT INTO stock (product_id, quantity) VALUES (?, 0)")) {
        product.setInt(1, id);
        product.setString(2, name);
        product.setLong(3, priceCents);
        product.executeUpdate();
        stock.setInt(1, id);
        stock.executeUpdate();
        Row row = load(connection, id).orElseThrow();
        connection.commit();
        return row;
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }
}
