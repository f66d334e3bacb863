package scalebook.microservices.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import scalebook.engines.MySql;
import scalebook.engines.Sql;

/**
 * What a function has to do its work: the shop's tables, and the other functions. Each table
 * belongs to one function; chapter 7 is about what that costs.
 */
public record Shop(DataSource database, Others others) {
  public static final String DATABASE = "shop";
  static final int ITEMS = 10;
  private static final int PIECES = 1_000_000;

  /** Empty but for the stock. */
  public static void create(MySql server) throws SQLException {
    List<String> statements = new ArrayList<>();
    for (String table : List.of("orders", "reservations", "shipments", "notifications")) {
      statements.add("DROP TABLE IF EXISTS " + table);
      statements.add("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY)");
    }
    statements.add("DROP TABLE IF EXISTS stock");
    statements.add("CREATE TABLE stock (item INT PRIMARY KEY, available BIGINT NOT NULL)");
    for (int item = 1; item <= ITEMS; item++) {
      statements.add("INSERT INTO stock VALUES (" + item + ", " + PIECES + ")");
    }
    try (Connection connection = server.connect()) {
      Sql.run(connection, statements.toArray(String[]::new));
    }
  }

  /** Does it unless it was done for this id, in one transaction; true when it is done now. */
  boolean once(String table, long id, Sql.Work<Boolean> deed) throws SQLException {
    return Sql.inTransaction(
        database,
        connection -> {
          // Whoever comes at the same time waits for the row.
          String insert = "INSERT IGNORE INTO " + table + " (id) VALUES (?)";
          boolean done = Sql.change(connection, insert, id) == 0 || deed.on(connection);
          if (!done) {
            connection.rollback();
          }
          return done;
        });
  }

  boolean noted(String table, long id) throws SQLException {
    String sql = "SELECT COUNT(*) FROM " + table + " WHERE id = ?";
    return Sql.with(database, connection -> Sql.number(connection, sql, id)) == 1;
  }
}
