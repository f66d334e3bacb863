package scalebook.caching.stage.database;

import java.sql.Connection;
import java.sql.SQLException;
import scalebook.engines.MySql;
import scalebook.engines.Sql;

/** The tables, and products to fill them: the same ones every time. */
public final class Schema {
  public static final int PRODUCTS = 10_000;
  public static final int CATEGORIES = 100;

  private static final String[] STATEMENTS = {
    "DROP TABLE IF EXISTS reviews, stock, products, categories, digits",
    "CREATE TABLE digits (d INT PRIMARY KEY)",
    "INSERT INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
    "CREATE TABLE categories (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL)",
    "CREATE TABLE products (id INT PRIMARY KEY, name VARCHAR(60) NOT NULL,"
        + " category_id INT NOT NULL, price_cents BIGINT NOT NULL, version BIGINT NOT NULL,"
        + " KEY by_price (category_id, price_cents))",
    "CREATE TABLE stock (product_id INT PRIMARY KEY, quantity INT NOT NULL)",
    "CREATE TABLE reviews (product_id INT NOT NULL, number INT NOT NULL, stars INT NOT NULL,"
        + " PRIMARY KEY (product_id, number))",
    "INSERT INTO categories SELECT a.d + 10 * b.d, CONCAT('category ', a.d + 10 * b.d)"
        + " FROM digits a, digits b",
    "INSERT INTO products SELECT n, CONCAT('product ', n), n % 100, 100 + (n * 7919) % 90000, 1"
        + " FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n"
        + " FROM digits a, digits b, digits c, digits e) numbers",
    "INSERT INTO stock SELECT id, (id * 31) % 50 FROM products",
    "INSERT INTO reviews SELECT id, d, 1 + (id + d * 3) % 5 FROM products, digits"
        + " WHERE d < id % 4"
  };

  private Schema() {}

  /** Products 0 to 9,999. */
  public static void create(MySql database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.run(connection, STATEMENTS);
    }
  }
}
