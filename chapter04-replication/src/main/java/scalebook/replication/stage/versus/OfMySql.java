package scalebook.replication.stage.versus;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import scalebook.engines.Dialect;
import scalebook.engines.MySql;
import scalebook.engines.Sql;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.lab.Lab;
import scalebook.replication.stage.Waiting;

/** MySQL's Group Replication with its defaults: one primary, which the members elect. */
record OfMySql(List<MySql> servers, Switching clients) implements Group {
  private static final List<String> NAMES = List.of("group1", "group2", "group3");
  private static final String GROUP = UUID.randomUUID().toString();
  private static final long READY_NANOS = 60_000_000_000L;
  private static final String ONLINE =
      "SELECT COUNT(*) FROM performance_schema.replication_group_members"
          + " WHERE member_state = 'ONLINE'";
  private static final List<String> OPTIONS =
      List.of(
          "--gtid-mode=ON",
          "--enforce-gtid-consistency=ON",
          "--performance-schema=ON",
          "--plugin-load-add=group_replication.so",
          "--loose-group-replication-group-name=" + GROUP,
          "--loose-group-replication-start-on-boot=OFF",
          "--report-host=127.0.0.1");

  /** Nothing when these servers are not MySQL's. */
  static Optional<Group> open(Lab lab) throws SQLException {
    if (lab.dialect() != Dialect.MYSQL) {
      return Optional.empty();
    }
    List<MySql> servers = lab.mysqls(NAMES, OPTIONS);
    List<Integer> ports =
        NAMES.stream().map(name -> Ports.claim(Home.ofUser()).port()).toList(); // until we end
    String seeds = String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList());
    for (int i = 0; i < servers.size(); i++) {
      try (Connection connection = servers.get(i).connect()) {
        join(connection, servers.get(i), "127.0.0.1:" + ports.get(i), seeds, i == 0);
      }
    }
    try (Connection connection = servers.get(0).connect()) {
      Waiting.until(
          READY_NANOS,
          () -> online(connection) == NAMES.size(),
          () -> "not all are members: " + servers.get(1).logTail(5));
      Sql.run(connection, Switching.TABLE);
    }
    List<Switching.Node> nodes =
        IntStream.range(0, servers.size())
            .mapToObj(i -> (Switching.Node) () -> servers.get(i).connect())
            .toList();
    return Optional.of(new OfMySql(servers, new Switching(nodes)));
  }

  private static void join(
      Connection connection, MySql server, String own, String seeds, boolean first)
      throws SQLException {
    Sql.run(
        connection,
        "RESET BINARY LOGS AND GTIDS", // what made it ready is not the group's
        "SET GLOBAL group_replication_local_address = '" + own + "'",
        "SET GLOBAL group_replication_group_seeds = '" + seeds + "'",
        "SET GLOBAL group_replication_recovery_get_public_key = ON",
        "SET GLOBAL group_replication_bootstrap_group = " + (first ? "ON" : "OFF"),
        "CHANGE REPLICATION SOURCE TO SOURCE_USER = 'root', SOURCE_PASSWORD = '"
            + server.properties().getProperty("password")
            + "' FOR CHANNEL 'group_replication_recovery'",
        "START GROUP_REPLICATION",
        "SET GLOBAL group_replication_bootstrap_group = OFF");
  }

  private static long online(Connection connection) {
    try {
      return Sql.number(connection, ONLINE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(long id) throws SQLException {
    clients.write(id);
  }

  @Override
  public void kill() {
    servers.get(0).kill();
  }

  @Override
  public Set<Long> written() throws SQLException {
    return clients.written();
  }

  @Override
  public void close() {
    clients.close(); // the lab ends the servers
  }
}
