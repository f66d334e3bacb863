package scalebook.replication.topology;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Accounts, what was booked on them, and what the operators need to know. */
public final class Schema {
  /** May write, while its epoch lasts. */
  public static final String WRITER = "writer";

  public static final String READER = "reader";
  static final String EPOCHS = "epochs";
  static final List<String> TABLES = List.of("accounts", "entries", "heartbeat");

  private static final int ROWS_AT_ONCE = 500;

  private Schema() {}

  /** For the first primary; replicas get it all through replication. */
  static void create(Connection connection, String password, int accounts, long cents)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE epochs (epoch BIGINT PRIMARY KEY, node VARCHAR(20) NOT NULL, began TEXT NOT NULL)");
      statement.execute(
          "CREATE TABLE heartbeat (one TINYINT PRIMARY KEY, at DATETIME(6) NOT NULL)");
      statement.execute("CREATE TABLE accounts (id INT PRIMARY KEY, cents BIGINT NOT NULL)");
      statement.execute(
          "CREATE TABLE entries (id BIGINT PRIMARY KEY, account INT NOT NULL, cents BIGINT NOT NULL)");
      for (String user : List.of(WRITER, READER)) {
        try (PreparedStatement create =
            connection.prepareStatement("CREATE USER '" + user + "'@'%' IDENTIFIED BY ?")) {
          create.setString(1, password);
          create.execute();
        }
        statement.execute("GRANT SELECT ON book.* TO '" + user + "'@'%'");
      }
      for (String table : List.of("accounts", "entries")) {
        statement.execute("GRANT INSERT, UPDATE ON book." + table + " TO '" + WRITER + "'@'%'");
      }
      for (String user : List.of(WRITER, READER)) { // to know how far what it read is
        mayReadPositions(statement, user);
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO accounts (id, cents) VALUES (?, ?)")) {
      for (int i = 0; i < accounts; i++) {
        insert.setInt(1, i);
        insert.setLong(2, cents);
        insert.executeUpdate();
      }
    }
    try (Statement statement = connection.createStatement()) {
      fence(statement, "accounts", "INSERT");
      fence(statement, "accounts", "UPDATE");
      fence(statement, "entries", "INSERT");
    }
  }

  static void drop(Statement statement) throws SQLException {
    for (String table : List.of("entries", "accounts", "heartbeat", EPOCHS)) {
      statement.execute("DROP TABLE IF EXISTS " + table);
    }
    for (String user : List.of(WRITER, READER)) {
      statement.execute("DROP USER IF EXISTS '" + user + "'@'%'");
    }
  }

  /**
   * Every write carries its epoch, and the database itself compares. While there are no epochs, a
   * copier writes without one. Not with {@code <=>}: in a trigger, MySQL 9.7 at times finds a
   * variable that was never set different from another NULL.
   */
  private static void fence(Statement statement, String table, String event) throws SQLException {
    statement.execute(
        "CREATE TRIGGER %s_%s BEFORE %s ON %s FOR EACH ROW IF COALESCE(@epoch, 0) <> COALESCE((SELECT MAX(epoch) FROM epochs), 0) THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'this epoch is over'; END IF"
            .formatted(table, event.toLowerCase(java.util.Locale.ROOT), event, table));
  }

  private static void mayReadPositions(Statement statement, String user) throws SQLException {
    try {
      statement.execute("GRANT SELECT ON mysql.gtid_slave_pos TO '" + user + "'@'%'");
    } catch (SQLException mysqlHasNoSuchTable) {
      // There everybody may read the variable that says it.
    }
  }

  /** All rows of a table, as another one's snapshot shows them, in place of ours. */
  static void copy(Statement from, Connection to, String table) throws SQLException {
    to.setAutoCommit(false);
    try (Statement here = to.createStatement();
        ResultSet row = from.executeQuery("SELECT * FROM " + table)) {
      here.executeUpdate("DELETE FROM " + table);
      int columns = row.getMetaData().getColumnCount();
      String marks =
          IntStream.range(0, columns).mapToObj(i -> "?").collect(Collectors.joining(", "));
      try (PreparedStatement insert =
          to.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
        for (int rows = 1; row.next(); rows++) {
          for (int i = 1; i <= columns; i++) {
            insert.setString(i, row.getString(i));
          }
          insert.addBatch();
          if (rows % ROWS_AT_ONCE == 0) {
            insert.executeBatch();
          }
        }
        insert.executeBatch();
      }
      to.commit();
    } finally {
      to.setAutoCommit(true);
    }
  }
}
