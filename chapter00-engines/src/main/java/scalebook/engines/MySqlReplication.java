package scalebook.engines;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** MySQL 8 and later: a position is a set of ranges, and each epoch begins with a name of ours. */
final class MySqlReplication implements Replication {
  private static final String EPOCH = "00000000-0000-4000-8000-%012d:1";
  private static final Pattern OURS = Pattern.compile("00000000-0000-4000-8000-(\\d{12})");

  @Override
  public List<String> options() {
    return Stream.concat(
            Dialect.MYSQL.binlog().stream(),
            Stream.of(
                "--skip-replica-start=ON",
                "--read-only=ON",
                "--replica-net-timeout=2",
                // What is acknowledged is on two disks, and not only in two machines' memories.
                "--sync-binlog=1",
                "--sync-relay-log=1",
                "--innodb-flush-log-at-trx-commit=1",
                "--log-bin-trust-function-creators=ON",
                "--plugin-load-add=semisync_source.so;semisync_replica.so",
                "--loose-rpl-semi-sync-replica-enabled=ON",
                "--loose-rpl-semi-sync-source-wait-point=AFTER_SYNC",
                "--loose-rpl-semi-sync-source-timeout=" + NEVER_MILLIS))
        .toList();
  }

  @Override
  public String waitForReplica(boolean on) {
    return "SET GLOBAL rpl_semi_sync_source_enabled = " + (on ? "ON" : "OFF");
  }

  @Override
  public List<String> follow(String host, int port, String user, String password) {
    return List.of(
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='%s', SOURCE_PORT=%d, SOURCE_USER='%s', SOURCE_PASSWORD='%s', GET_SOURCE_PUBLIC_KEY=1, SOURCE_CONNECT_RETRY=1, SOURCE_RETRY_COUNT=86400, SOURCE_HEARTBEAT_PERIOD=0.5, SOURCE_AUTO_POSITION=1"
            .formatted(Dialect.plain(host), port, Dialect.plain(user), Dialect.plain(password)),
        "START REPLICA");
  }

  /** A restarted server has kept its relay log, and knows what is in it. */
  @Override
  public Optional<Position> stopReceiving(Connection own) throws SQLException {
    if (Sql.first(own, row -> true, following()).isEmpty()) {
      return Optional.empty();
    }
    Sql.run(own, "START REPLICA SQL_THREAD", "STOP REPLICA IO_THREAD");
    String came = Sql.query(own, row -> row.getString(columns().received()), following()).get(0);
    return Sql.first(own, row -> parse(row.getString(1)), received(), came);
  }

  @Override
  public List<String> stopFollowing() {
    return List.of("STOP REPLICA", "RESET REPLICA ALL");
  }

  @Override
  public String following() {
    return "SHOW REPLICA STATUS";
  }

  @Override
  public Columns columns() {
    return new Columns(
        "Replica_IO_Running",
        "Replica_SQL_Running",
        "Retrieved_Gtid_Set",
        "Last_IO_Errno",
        "Seconds_Behind_Source");
  }

  @Override
  public String executed() {
    return "SELECT @@GLOBAL.gtid_executed";
  }

  @Override
  public String received() {
    return "SELECT CONCAT_WS(',', @@GLOBAL.gtid_executed, NULLIF(GTID_SUBTRACT(?, @@GLOBAL.gtid_executed), ''))";
  }

  @Override
  public List<String> extra(Connection own, Position split, String other) throws SQLException {
    try (PreparedStatement subtract =
        own.prepareStatement("SELECT GTID_SUBTRACT(@@GLOBAL.gtid_executed, ?)")) {
      subtract.setString(1, other);
      try (ResultSet row = subtract.executeQuery()) {
        row.next();
        return GtidSet.of(row.getString(1)).names();
      }
    }
  }

  @Override
  public String readPosition() {
    // A write is seen a moment before it counts as executed; until then somebody owns its name.
    return "SELECT CONCAT_WS(',', NULLIF(REGEXP_REPLACE(@@GLOBAL.gtid_owned, '#[0-9]+', ''), ''), @@GLOBAL.gtid_executed)";
  }

  @Override
  public String await() {
    return "SELECT WAIT_FOR_EXECUTED_GTID_SET(?, ?)";
  }

  @Override
  public String beginEpoch(long epoch) {
    return "SET SESSION gtid_next = '" + EPOCH.formatted(epoch) + "'";
  }

  @Override
  public Position parse(String text) {
    if (text == null) {
      return new Position(0, 0, "");
    }
    GtidSet set = GtidSet.of(text);
    long epoch = 0;
    for (String server : set.servers()) {
      Matcher ours = OURS.matcher(server);
      epoch = ours.matches() ? Math.max(epoch, Long.parseLong(ours.group(1))) : epoch;
    }
    return new Position(epoch, set.size(), set.toString());
  }

  /** A set may lack a write that is still under way, and have a later one: it is no number. */
  @Override
  public Position both(Position one, Position other) {
    return parse(one.text() + "," + other.text());
  }

  @Override
  public List<String> restore(String position) {
    if (!position.matches("[0-9a-f:,-]*")) {
      throw new IllegalArgumentException("not a set of GTIDs");
    }
    return List.of("RESET BINARY LOGS AND GTIDS", "SET GLOBAL gtid_purged = '" + position + "'");
  }

  @Override
  public String snapshot(Statement statement) throws SQLException {
    // A snapshot here does not know its position, so no write may end between the two. One that
    // waits for a replica's word holds us up: then there is no copy before another one has given
    // it.
    statement.execute("SET SESSION lock_wait_timeout = 2");
    statement.execute("FLUSH TABLES WITH READ LOCK");
    try {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
      try (ResultSet row = statement.executeQuery(executed())) {
        row.next();
        return row.getString(1).replaceAll("\\s", "");
      }
    } finally {
      statement.execute("UNLOCK TABLES");
    }
  }
}
