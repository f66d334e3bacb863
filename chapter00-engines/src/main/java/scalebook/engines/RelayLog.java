package scalebook.engines;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a MariaDB replica received, and has not applied. A restarted one that follows by GTID throws
 * it away at its next start, and asks again; but its primary may be dead, and have promised that it
 * is here. So it is read, and applied by its place instead of by its numbers.
 *
 * @param file where the first write begins that is not applied, or nowhere
 * @param last the last write that is here as a whole
 */
record RelayLog(String file, long place, Optional<String> last) {
  /** From {@code SHOW SLAVE STATUS}. */
  record State(
      boolean receiving, boolean applying, String file, long place, boolean byGtid, String came) {
    boolean running() {
      return receiving || applying;
    }

    /** One that applies by place does not say what came in before. */
    boolean knowsWhatCame() {
      return byGtid && !came.isEmpty();
    }
  }

  private record Event(long place, String type, String text) {
    boolean begins() {
      return type.equals("Gtid");
    }

    boolean alone() {
      return !text.startsWith("BEGIN");
    }

    String gtid() {
      return text.replaceFirst("^(BEGIN )?GTID ", "").split(" ")[0];
    }

    /** With this one the write is complete. */
    boolean ends(Event began) {
      return type.equals("Xid")
          || type.equals("Query") && (began.alone() || text.matches("COMMIT|ROLLBACK"));
    }
  }

  static Optional<State> state(Connection own) throws SQLException {
    return Sql.first(
        own,
        row ->
            new State(
                row.getString("Slave_IO_Running").equals("Yes"),
                row.getString("Slave_SQL_Running").equals("Yes"),
                row.getString("Relay_Log_File"),
                row.getLong("Relay_Log_Pos"),
                !row.getString("Using_Gtid").equals("No"),
                row.getString("Gtid_IO_Pos") == null ? "" : row.getString("Gtid_IO_Pos")),
        "SHOW SLAVE STATUS");
  }

  /** Looks through it from there on; the place on disk may be an old one. */
  static RelayLog read(Connection own, State state, Predicate<String> isNew) throws SQLException {
    RelayLog found = new RelayLog("", 0, Optional.empty());
    long from = state.place;
    for (String file = state.file; !file.isEmpty(); file = next(file)) {
      List<Event> events;
      try {
        events = events(own, file, from);
      } catch (SQLException thereIsNoSuchFile) {
        return found;
      }
      Event began = null;
      for (Event event : events) {
        if (event.begins()) {
          began = isNew.test(event.gtid()) ? event : null;
        } else if (began != null && event.ends(began)) {
          found =
              found.file.isEmpty()
                  ? new RelayLog(file, began.place, Optional.of(began.gtid()))
                  : new RelayLog(found.file, found.place, Optional.of(began.gtid()));
          began = null;
        }
      }
      from = 4; // behind the file's first bytes, which name its kind
    }
    return found;
  }

  private static List<Event> events(Connection own, String file, long from) throws SQLException {
    return Sql.query(
        own,
        row -> new Event(row.getLong("Pos"), row.getString("Event_type"), row.getString("Info")),
        "SHOW RELAYLOG EVENTS IN '" + Dialect.plain(file) + "' FROM " + from);
  }

  /** {@code mysql-relay-bin.000002} follows {@code mysql-relay-bin.000001}. */
  private static String next(String file) {
    int dot = file.lastIndexOf('.') + 1;
    return file.substring(0, dot) + "%06d".formatted(Integer.parseInt(file.substring(dot)) + 1);
  }

  /** To its end; with a place given, nothing is thrown away. */
  void apply(Connection own) throws SQLException {
    if (last.isPresent()) {
      Sql.run(
          own,
          "CHANGE MASTER TO MASTER_USE_GTID=no, RELAY_LOG_FILE='%s', RELAY_LOG_POS=%d"
              .formatted(Dialect.plain(file), place),
          "START SLAVE SQL_THREAD");
    }
  }
}
