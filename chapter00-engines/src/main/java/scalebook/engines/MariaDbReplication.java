package scalebook.engines;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** MariaDB: a GTID is domain-server-number, and a session may choose its next number. */
final class MariaDbReplication implements Replication {
  /** An epoch's writes; no lesson makes a billion. */
  private static final long EPOCH = 1_000_000_000;

  @Override
  public List<String> options() {
    return Stream.concat(
            Dialect.MARIADB.binlog().stream(),
            Stream.of(
                "--skip-slave-start",
                "--read-only=ON",
                "--slave-net-timeout=2",
                // What is acknowledged is on two disks, and not only in two machines' memories.
                "--sync-binlog=1",
                "--sync-relay-log=1",
                "--innodb-flush-log-at-trx-commit=1",
                "--rpl-semi-sync-slave-enabled=ON",
                // Who stops following calls the primary, to end what it sends, and it may hang.
                "--rpl-semi-sync-slave-kill-conn-timeout=1",
                // The default, AFTER_COMMIT, lets others read what a crash then takes back.
                "--rpl-semi-sync-master-wait-point=AFTER_SYNC",
                "--rpl-semi-sync-master-timeout=" + NEVER_MILLIS))
        .toList();
  }

  @Override
  public String waitForReplica(boolean on) {
    return "SET GLOBAL rpl_semi_sync_master_enabled = " + (on ? "ON" : "OFF");
  }

  @Override
  public List<String> follow(String host, int port, String user, String password) {
    return List.of(
        "SET GLOBAL gtid_slave_pos = @@GLOBAL.gtid_current_pos",
        "CHANGE MASTER TO MASTER_HOST='%s', MASTER_PORT=%d, MASTER_USER='%s', MASTER_PASSWORD='%s', MASTER_SSL=0, MASTER_CONNECT_RETRY=1, MASTER_HEARTBEAT_PERIOD=0.5, MASTER_USE_GTID=slave_pos"
            .formatted(Dialect.plain(host), port, Dialect.plain(user), Dialect.plain(password)),
        "START SLAVE");
  }

  @Override
  public Optional<Position> stopReceiving(Connection own) throws SQLException {
    Optional<RelayLog.State> follows = RelayLog.state(own);
    if (follows.isEmpty()) {
      return Optional.empty();
    }
    RelayLog.State state = follows.get();
    if (state.running()) {
      // The applier first: when both stand still, a start throws the relay log away.
      Sql.run(own, "START SLAVE SQL_THREAD", "STOP SLAVE IO_THREAD");
    }
    if (state.running() && state.knowsWhatCame()) {
      return Optional.of(parse(state.came()));
    }
    Position executed = parse(Sql.query(own, row -> row.getString(1), executed()).get(0));
    RelayLog log = RelayLog.read(own, state, gtid -> parse(gtid).compareTo(executed) > 0);
    if (!state.running()) {
      log.apply(own);
    }
    return Optional.of(log.last().map(this::parse).orElse(executed));
  }

  @Override
  public List<String> stopFollowing() {
    return List.of("STOP SLAVE", "RESET SLAVE ALL");
  }

  @Override
  public String following() {
    return "SHOW SLAVE STATUS";
  }

  @Override
  public Columns columns() {
    return new Columns(
        "Slave_IO_Running",
        "Slave_SQL_Running",
        "Gtid_IO_Pos",
        "Last_IO_Errno",
        "Seconds_Behind_Master");
  }

  @Override
  public String executed() {
    return "SELECT @@GLOBAL.gtid_current_pos";
  }

  @Override
  public String received() {
    return "SELECT ?";
  }

  @Override
  public List<String> extra(Connection own, Position split, String other) throws SQLException {
    try (Statement statement = own.createStatement();
        ResultSet row = statement.executeQuery(executed())) {
      row.next();
      String last = row.getString(1); // its epoch is the one that was split: no number is left out
      String origin = last.substring(0, last.lastIndexOf('-') + 1);
      return LongStream.rangeClosed(split.index() + 1, parse(last).index())
          .mapToObj(index -> origin + (split.epoch() * EPOCH + index))
          .toList();
    }
  }

  @Override
  public String readPosition() {
    // A write is in the binary log before anybody sees it, here or where it is applied; but a copy
    // begins with an empty log. gtid_slave_pos, the variable, moves only after others have seen it.
    return "SELECT @@GLOBAL.gtid_binlog_pos UNION ALL (SELECT CONCAT(domain_id, '-', server_id, '-', seq_no) FROM mysql.gtid_slave_pos ORDER BY seq_no DESC LIMIT 1)";
  }

  @Override
  public String await() {
    return "SELECT MASTER_GTID_WAIT(?, ?)";
  }

  @Override
  public String beginEpoch(long epoch) {
    return "SET SESSION gtid_seq_no = " + (epoch * EPOCH + 1);
  }

  @Override
  public Position parse(String text) {
    if (text == null || text.isBlank()) {
      return new Position(0, 0, "");
    }
    long number = Long.parseLong(text.substring(text.lastIndexOf('-') + 1).trim());
    return new Position(number / EPOCH, number % EPOCH, text);
  }

  @Override
  public List<String> restore(String position) {
    String plain = position.isEmpty() ? "" : Dialect.plain(position);
    return List.of("RESET MASTER", "SET GLOBAL gtid_slave_pos = '" + plain + "'");
  }

  @Override
  public String snapshot(Statement statement) throws SQLException {
    statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    String position =
        "SELECT BINLOG_GTID_POS((SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME='BINLOG_SNAPSHOT_FILE'), (SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME='BINLOG_SNAPSHOT_POSITION'))";
    try (ResultSet row = statement.executeQuery(position)) {
      return row.next() ? row.getString(1) : null;
    }
  }
}
