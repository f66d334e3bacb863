package scalebook.replication.lessons;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.replication.Accounts;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;
import scalebook.replication.router.Session;
import scalebook.replication.topology.Topology;

/**
 * Asynchronous means later. A client writes, reads, and does not find what it wrote. How much later
 * is it, and who knows?
 *
 * <pre>./book lag --delay 80</pre>
 */
@Command(name = "lag", description = "a replica is behind: stale reads, and a heartbeat that tells")
public final class Lesson2Lag extends Lesson {
  private static final int STUCK_MILLIS = 900;
  private static final int LOOK_MILLIS = 100;
  private static final long MOST_STILL_MILLIS = 200;
  private static final long MOST_LAG_MILLIS = 500;

  @Option(names = "--delay", description = "ms on the way to each replica (default: 60)")
  private int delay = 60;

  @Override
  protected void tell(Story story) throws Exception {
    int pairs = either(60, 20);
    story.question("A write takes %d ms to a replica. Who reads the old value?", delay);
    try (Topology topology = Topology.open(lab(), 3, 0);
        Router router = topology.router(MOST_LAG_MILLIS);
        Heart heart = Heart.of(topology, "db1")) {
      router.primary(1, "db1");
      for (String replica : List.of("db2", "db3")) {
        topology.link(replica, "db1").delay(Duration.ofMillis(delay));
      }
      heart.awaitRotation(router, 2);
      Story.Table table = story.table("read after write", "pairs", "stale", "stale a second later");
      for (Reads reads : List.of(Reads.ANY, Reads.PRIMARY)) {
        int stale = stale(router.session(reads), pairs);
        int later = Standstill.without(story, MOST_STILL_MILLIS, () -> later(router, reads));
        table.row(reads == Reads.ANY ? "any replica" : "the primary", pairs, stale, later);
        story.figure("staleReads." + (reads == Reads.ANY ? "replica" : "primary"), stale);
        story.figure("staleLater." + (reads == Reads.ANY ? "replica" : "primary"), later);
      }
      story.figure("staleReads", story.figure("staleReads.replica"));
      story.claim(
          "a replica shows old values, and the new ones in the end",
          story.figure("staleReads.replica") > 0 && story.figure("staleLater.replica") == 0);
      story.claim("the primary never does", story.figure("staleReads.primary") == 0);
      stuck(story, topology, router);
    }
  }

  /** Writes a new value and reads it at once, so many times. */
  private static int stale(Session session, int pairs) throws SQLException {
    int stale = 0;
    for (int i = 0; i < pairs; i++) {
      long wanted;
      try (Connection connection = session.getConnection()) {
        Accounts.add(connection, 1, 1);
        wanted = Accounts.balance(connection, 1);
      }
      stale += read(session) == wanted ? 0 : 1;
    }
    return stale;
  }

  /** The same with some time in between: eventually everybody agrees. */
  private int later(Router router, Reads reads) throws Exception {
    Session session = router.session(reads);
    long wanted;
    try (Connection connection = session.getConnection()) {
      Accounts.add(connection, 1, 1);
      wanted = Accounts.balance(connection, 1);
    }
    Thread.sleep(delay * 4L + 500); // long enough for every replica
    int stale = 0;
    for (int i = 0; i < 10; i++) {
      stale += read(session) == wanted ? 0 : 1;
    }
    return stale;
  }

  private static long read(Session session) throws SQLException {
    try (Connection connection = session.getConnection()) {
      connection.setReadOnly(true);
      return Accounts.balance(connection, 1);
    }
  }

  /** ① Nothing arrives at db2, and it does not notice: its link is silent, not broken. */
  private void stuck(Story story, Topology topology, Router router) throws Exception {
    story.step("nothing arrives at db2 any more, and no connection breaks");
    topology.link("db2", "db1").blackHole();
    List<Entry.Point> heartbeat = new ArrayList<>();
    List<Entry.Point> itself = new ArrayList<>();
    long start = System.nanoTime();
    long said = 0;
    long lag = 0;
    for (int millis = 0; millis < STUCK_MILLIS; millis += LOOK_MILLIS) {
      lag = lagMillis(topology);
      said = Math.max(0, secondsBehind(topology)) * 1_000;
      heartbeat.add(new Entry.Point(millis, lag));
      itself.add(new Entry.Point(millis, said));
      LockSupport.parkNanos(LOOK_MILLIS * 1_000_000L);
    }
    long limit = System.nanoTime() + 5_000_000_000L;
    while (router.rotation().contains("db2") && System.nanoTime() - limit < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    double out = (System.nanoTime() - start) / 1e6;
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    series.put("by the heartbeat", heartbeat);
    series.put("by its own word", itself);
    story.chart("lag of a stuck replica", "ms since the link went silent", "ms behind", series);
    story.event("db2", "says it is %d ms behind; its heartbeat is %d ms old", said, lag);
    story.event("router", "asks %s only", router.rotation());
    story.figure("lagByHeartbeat", lag);
    story.figure("lagByItsWord", said);
    story.figure("outMillis", out);
    story.claim(
        "a stuck replica says that it is not behind; the heartbeat knows better",
        said == 0 && lag >= STUCK_MILLIS / 2);
    story.claim("who is too far behind is not asked", !router.rotation().contains("db2"));
  }

  private static long lagMillis(Topology topology) throws SQLException {
    try (Connection connection = topology.server("db2").connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT TIMESTAMPDIFF(MICROSECOND, at, NOW(6)) FROM heartbeat")) {
      row.next();
      return row.getLong(1) / 1_000;
    }
  }

  private static long secondsBehind(Topology topology) throws SQLException {
    try (Connection connection = topology.server("db2").connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(topology.dialect().following())) {
      row.next();
      return row.getLong(topology.dialect().columns().behind());
    }
  }

  public static void main(String[] args) {
    run(new Lesson2Lag(), args);
  }
}
