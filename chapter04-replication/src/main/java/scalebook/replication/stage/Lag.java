package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.story.Entry;
import scalebook.replication.database.Database;
import scalebook.replication.database.Schema;

/** How far behind a replica is, looked at for a while: by its heartbeat, and by its own word. */
public record Lag(List<Entry.Point> heartbeat, List<Entry.Point> itself) {
  private static final int LOOK_MILLIS = 100;

  public static Lag watch(Topology topology, String replica, int millis) throws SQLException {
    Lag lag = new Lag(new ArrayList<>(), new ArrayList<>());
    for (int at = 0; at < millis; at += LOOK_MILLIS) {
      try (Connection connection = topology.server(replica).connect()) {
        lag.heartbeat.add(new Entry.Point(at, Schema.lagMillis(connection)));
        long says = Database.saysBehindMillis(connection, topology.dialect());
        lag.itself.add(new Entry.Point(at, says));
      }
      LockSupport.parkNanos(LOOK_MILLIS * 1_000_000L);
    }
    return lag;
  }

  /** For a chart. */
  public Map<String, List<Entry.Point>> series() {
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    series.put("by the heartbeat", heartbeat);
    series.put("by its own word", itself);
    return series;
  }

  /** At the end, in milliseconds. */
  public double byHeartbeat() {
    return heartbeat.get(heartbeat.size() - 1).y();
  }

  public double byItsWord() {
    return itself.get(itself.size() - 1).y();
  }
}
