package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Dialect;
import scalebook.engines.MySql;
import scalebook.engines.Replication;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.replication.merging.Owners;

/** Two databases, each a replica of the other, and both take writes. */
public final class Pair implements AutoCloseable {
  static final List<String> NAMES = List.of("east", "west");
  public static final Owners OWNERS = new Owners(NAMES);
  private static final long SETTLE_NANOS = 20_000_000_000L;
  private static final long LOOK_NANOS = 2_000_000;
  private static final String[] TABLES = {"items", "marks"};

  private final Replication dialect;
  private final List<MySql> servers = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private int marks;

  public Pair(Lab lab) throws SQLException {
    dialect = lab.dialect().replication();
    List<String> options = new ArrayList<>(lab.dialect().binlog());
    options.add("--slave-net-timeout=2");
    servers.addAll(lab.mysqls(NAMES, options));
    for (MySql server : servers) {
      connections.add(server.connect());
    }
    for (int side = 0; side < 2; side++) {
      Sql.run(connections.get(side), domain(lab, side));
    }
  }

  /** MariaDB numbers the writes of each primary in a domain; MySQL does so anyway. */
  private static String domain(Lab lab, int side) {
    return lab.dialect() == Dialect.MARIADB ? "SET GLOBAL gtid_domain_id = " + (side + 1) : "DO 0";
  }

  /** Empty tables, no history; keys of the two are interleaved, or not. */
  public void begin(boolean offsets) throws SQLException {
    unlink();
    for (int side = 0; side < 2; side++) {
      Connection connection = connections.get(side);
      Sql.run(connection, "SET SESSION sql_log_bin = OFF");
      for (String table : TABLES) {
        Sql.run(connection, "DROP TABLE IF EXISTS " + table);
      }
      Sql.run(
          connection,
          "CREATE TABLE items (id INT AUTO_INCREMENT PRIMARY KEY, value VARCHAR(40))",
          "CREATE TABLE marks (side INT PRIMARY KEY, number INT)");
      Sql.run(connection, dialect.restore("").toArray(String[]::new));
      Sql.run(
          connection,
          "SET GLOBAL auto_increment_increment = " + (offsets ? 2 : 1),
          "SET GLOBAL auto_increment_offset = " + (offsets ? side + 1 : 1));
      connection.close();
      connections.set(side, servers.get(side).connect()); // with the new settings
    }
  }

  public Connection at(int side) {
    return connections.get(side);
  }

  /**
   * Each follows the other from the beginning of its history. It must not ask for a position of its
   * own writes: the other one may not have come so far, and would refuse.
   */
  public void link() throws SQLException {
    for (int side = 0; side < 2; side++) {
      MySql other = servers.get(1 - side);
      String password = other.properties().getProperty("password");
      Sql.run(
          at(side),
          dialect.follow(other.seenAs(), other.port(), other.user(), password).stream()
              .filter(sql -> !sql.startsWith("SET GLOBAL gtid_slave_pos"))
              .toArray(String[]::new));
    }
  }

  public void unlink() throws SQLException {
    for (Connection connection : connections) {
      Sql.run(connection, dialect.stopFollowing().toArray(String[]::new));
    }
  }

  /** Waits until each has what the other had by now; how many of the two stopped instead? */
  public int settle() throws SQLException {
    marks++;
    for (int side = 0; side < 2; side++) {
      Sql.change(at(side), "REPLACE INTO marks VALUES (?, ?)", side, marks);
    }
    long end = System.nanoTime() + SETTLE_NANOS;
    int stopped = 0;
    for (int side = 0; side < 2; side++) {
      while (!came(side) && error(side) == 0) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(NAMES.get(side) + " does not catch up");
        }
        LockSupport.parkNanos(LOOK_NANOS); // it tells nobody
      }
      stopped += error(side) == 0 ? 0 : 1;
    }
    return stopped;
  }

  private boolean came(int side) throws SQLException {
    String mark = "SELECT COUNT(*) FROM marks WHERE side = ? AND number = ?";
    return Sql.number(at(side), mark, 1 - side, marks) == 1;
  }

  /** Why it applies no more; 0 when it does. */
  int error(int side) throws SQLException {
    return Sql.first(at(side), row -> row.getInt("Last_SQL_Errno"), dialect.following()).orElse(0);
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
