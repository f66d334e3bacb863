package scalebook.replication.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scalebook.engines.Sql;

/** Accounts, what was booked on them, and what the operators need to know. */
public final class Schema {
  /** May write, while its epoch lasts. */
  public static final String WRITER = "writer";

  public static final String READER = "reader";

  /** A row that says when it was written: a replica is as far behind as this is old. */
  public static final String BEAT =
      "INSERT INTO heartbeat (one, at) VALUES (1, NOW(6)) ON DUPLICATE KEY UPDATE at = NOW(6)";

  private static final String LAG = "SELECT TIMESTAMPDIFF(MICROSECOND, at, NOW(6)) FROM heartbeat";

  /** A schema for rows that nobody else has: an operator may want them back. */
  public static final String KEPT = "kept";

  static final String EPOCHS = "epochs";
  static final List<String> TABLES = List.of("accounts", "entries", "lists", "heartbeat");

  private static final int ROWS_AT_ONCE = 500;

  private Schema() {}

  /** How old the heartbeat is here; -1 where there was none yet. */
  public static long lagMillis(Connection connection) throws SQLException {
    return Sql.first(connection, row -> row.getLong(1) / 1_000, LAG).orElse(-1L);
  }

  /**
   * For the first primary; replicas get it all through replication.
   *
   * @param epochs whether every write is refused whose epoch is over
   */
  public static void create(
      Connection connection, String password, int accounts, long cents, boolean epochs)
      throws SQLException {
    Sql.run(
        connection,
        "CREATE TABLE epochs (epoch BIGINT PRIMARY KEY, node VARCHAR(20) NOT NULL, began TEXT NOT NULL)",
        "CREATE TABLE heartbeat (one TINYINT PRIMARY KEY, at DATETIME(6) NOT NULL)",
        "CREATE TABLE accounts (id INT PRIMARY KEY, cents BIGINT NOT NULL)",
        "CREATE TABLE entries (id BIGINT PRIMARY KEY, account INT NOT NULL, cents BIGINT NOT NULL)",
        "CREATE TABLE lists (id INT PRIMARY KEY, items MEDIUMTEXT NOT NULL)");
    for (String user : List.of(WRITER, READER)) {
      Sql.change(connection, "CREATE USER '" + user + "'@'%' IDENTIFIED BY ?", password);
      Sql.run(connection, "GRANT SELECT ON book.* TO '" + user + "'@'%'");
      mayReadPositions(connection, user); // to know how far what it read is
    }
    mayReadStatus(connection);
    for (String table : List.of("accounts", "entries", "lists")) {
      Sql.run(connection, "GRANT INSERT, UPDATE ON book." + table + " TO '" + WRITER + "'@'%'");
    }
    for (int i = 0; i < accounts; i++) {
      Sql.change(connection, "INSERT INTO accounts (id, cents) VALUES (?, ?)", i, cents);
    }
    if (epochs) {
      fence(connection, "accounts", "INSERT");
      fence(connection, "accounts", "UPDATE");
      fence(connection, "entries", "INSERT");
      fence(connection, "lists", "INSERT");
      fence(connection, "lists", "UPDATE");
    }
  }

  static void drop(Connection connection) throws SQLException {
    for (String table : List.of("entries", "lists", "accounts", "heartbeat", EPOCHS)) {
      Sql.run(connection, "DROP TABLE IF EXISTS " + table);
    }
    Sql.run(connection, "DROP DATABASE IF EXISTS " + KEPT);
    for (String user : List.of(WRITER, READER)) {
      Sql.run(connection, "DROP USER IF EXISTS '" + user + "'@'%'");
    }
  }

  /**
   * Every write carries its epoch, and the database itself compares. While there are no epochs, a
   * copier writes without one. Not with {@code <=>}: in a trigger, MySQL 9.7 at times finds a
   * variable that was never set different from another NULL.
   */
  private static void fence(Connection connection, String table, String event) throws SQLException {
    Sql.run(
        connection,
        "CREATE TRIGGER %s_%s BEFORE %s ON %s FOR EACH ROW IF COALESCE(@epoch, 0) <> COALESCE((SELECT MAX(epoch) FROM epochs), 0) THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'this epoch is over'; END IF"
            .formatted(table, event.toLowerCase(Locale.ROOT), event, table));
  }

  private static void mayReadPositions(Connection connection, String user) throws SQLException {
    try {
      Sql.run(connection, "GRANT SELECT ON mysql.gtid_slave_pos TO '" + user + "'@'%'");
    } catch (SQLException mysqlHasNoSuchTable) {
      // There everybody may read the variable that says it.
    }
  }

  /** For a router that takes a replica's word for how far behind it is. */
  private static void mayReadStatus(Connection connection) throws SQLException {
    try {
      Sql.run(connection, "GRANT REPLICA MONITOR ON *.* TO '" + READER + "'@'%'");
    } catch (SQLException mysqlCallsItSo) {
      Sql.run(connection, "GRANT REPLICATION CLIENT ON *.* TO '" + READER + "'@'%'");
    }
  }

  /** As {@link #copy}; with a name, rows that are here alone are kept in {@link #KEPT}. */
  static void replace(Connection from, Connection to, String table, String name)
      throws SQLException {
    String kept = "%s.%s_%s".formatted(KEPT, table, name);
    if (!name.isEmpty()) {
      Sql.run(
          to,
          "CREATE DATABASE IF NOT EXISTS " + KEPT,
          "CREATE TABLE IF NOT EXISTS " + kept + " AS SELECT * FROM " + table);
    }
    copy(from, to, table);
    if (!name.isEmpty()) {
      Sql.run(to, "DELETE k FROM " + kept + " AS k NATURAL JOIN " + table);
    }
  }

  /** All rows of a table, as another one's snapshot shows them, in place of ours. */
  static void copy(Connection from, Connection to, String table) throws SQLException {
    Sql.inTransaction(
        to,
        here -> {
          try (Statement there = from.createStatement();
              ResultSet row = there.executeQuery("SELECT * FROM " + table)) {
            Sql.change(here, "DELETE FROM " + table);
            return insert(here, table, row);
          }
        });
  }

  private static int insert(Connection here, String table, ResultSet row) throws SQLException {
    int columns = row.getMetaData().getColumnCount();
    String marks = IntStream.range(0, columns).mapToObj(i -> "?").collect(Collectors.joining(", "));
    int rows = 0;
    try (PreparedStatement insert =
        here.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      while (row.next()) {
        for (int i = 1; i <= columns; i++) {
          insert.setString(i, row.getString(i));
        }
        insert.addBatch();
        if (++rows % ROWS_AT_ONCE == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    return rows;
  }
}
