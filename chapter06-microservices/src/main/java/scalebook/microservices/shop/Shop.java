package scalebook.microservices.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import scalebook.engines.MySql;

/** The shop's tables. Each belongs to one function; chapter 7 is about what that costs. */
public final class Shop {
  public static final String DATABASE = "shop";
  public static final int ITEMS = 10;
  private static final int PIECES = 1_000_000;
  private static final List<String> TABLES =
      List.of("orders", "reservations", "shipments", "notifications");

  private Shop() {}

  /** Empty but for the stock. */
  public static void create(MySql server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute("DROP TABLE IF EXISTS " + table);
        statement.execute("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY)");
      }
      statement.execute("DROP TABLE IF EXISTS stock");
      statement.execute("CREATE TABLE stock (item INT PRIMARY KEY, available BIGINT NOT NULL)");
      for (int item = 1; item <= ITEMS; item++) {
        statement.execute("INSERT INTO stock VALUES (" + item + ", " + PIECES + ")");
      }
    }
  }

  /** Something that is done in a transaction, or not: false. */
  @FunctionalInterface
  interface Deed {
    boolean in(Connection connection) throws SQLException;
  }

  /** Does it unless it was done for this id; true when it is done, now or before. */
  static boolean once(DataSource database, String table, long id, Deed deed) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      int fresh =
          change(
              connection,
              "INSERT IGNORE INTO "
                  + table
                  + " (id) VALUES (?)", // whoever comes at the same time waits for the row
              id);
      if (fresh == 1 && !deed.in(connection)) {
        connection.rollback();
        return false;
      }
      connection.commit();
      return true;
    }
  }

  static int change(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  static long number(DataSource database, String sql, long value) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, value);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
