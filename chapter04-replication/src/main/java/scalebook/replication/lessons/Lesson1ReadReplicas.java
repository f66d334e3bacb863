package scalebook.replication.lessons;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.replication.Writers;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;
import scalebook.replication.topology.Topology;

/**
 * One primary takes the writes, two replicas share the reads. A replica dies, then the primary: who
 * still reads?
 *
 * <pre>./book read-replicas --readers 8</pre>
 */
@Command(
    name = "read-replicas",
    description = "reads are spread over copies, and survive the loss of any of them")
public final class Lesson1ReadReplicas extends Lesson {
  private static final long THINK_NANOS = 1_000_000;

  @Option(names = "--readers", description = "readers at a time (default: ${DEFAULT-VALUE})")
  private int readers = 6;

  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, AtomicLong> served = new ConcurrentHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    int reads = either(1_500, 400);
    story.question("Three databases have the same rows. Who is asked, and who is missed?");
    try (Topology topology = Topology.open(lab(), 10, 120);
        Router router = topology.router(2_000).patience(500)) {
      router.primary(1, "db1");
      for (String name : Topology.NAMES) {
        try (Connection connection = topology.server(name).connect()) {
          ids.put(name, id(connection));
        }
      }
      try (Heart heart = Heart.of(topology, "db1")) {
        heart.awaitRotation(router, 2);
        story.step("all three are up");
        count(story, router, reads);
        story.claim(
            "reads are spread over both replicas, and the primary has none of them",
            share("db2") > 0.3 && share("db3") > 0.3 && share("db1") == 0);

        story.step("db2 is killed while they read");
        Ledger through = losing(story, topology, router, "db2", reads);
        long single = alone(topology, "db2");
        story.event("a reader of db2 alone", "%d of 20 reads failed", single);
        topology.server("db2").start();
        topology.database("db2").start(topology.source("db2", "db1"));
        heart.awaitRotation(router, 2);
        story.event("db2", "is back, has caught up, and is asked again");

        story.step("db1, the primary, is killed while they read");
        heart.close();
        Ledger last = losing(story, topology, router, "db1", reads);
        long refused = writesRefused(router);
        story.event("a writer", "%d of 3 writes failed", refused);
        long failed = through.failedCount() + last.failedCount();
        story.figure("failedReads", failed);
        story.figure("failedReadsOfOne", single);
        story.claim(
            "reads survive every single loss", failed == 0 && through.acknowledgedCount() > 0);
        story.claim("who knows only one copy is lost with it", single == 20);
        story.claim("writes do not: there is one primary, and it is gone", refused == 3);
      }
    }
  }

  /** Reads, and who answered them. */
  private Ledger count(Story story, Router router, int reads) throws Exception {
    served.clear();
    try (Load load = Load.closed(readers, reads, number -> read(router))) {
      Ledger ledger = load.await();
      Story.Table table = story.table("answered by", "reads");
      Topology.NAMES.forEach(name -> table.row(name, times(name)));
      return ledger;
    }
  }

  private Ledger losing(Story story, Topology topology, Router router, String name, int reads)
      throws Exception {
    served.clear();
    try (Load load = Load.closed(readers, Long.MAX_VALUE, number -> read(router))) {
      awaitReads(load, reads / 4);
      topology.server(name).kill();
      story.event(name, "kill -9");
      awaitReads(load, reads / 4 + load.ledger().sentCount());
      Ledger ledger = load.stop();
      story.event("readers", "%s", ledger);
      return ledger;
    }
  }

  private static void awaitReads(Load load, long count) {
    while (load.ledger().sentCount() < count) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void read(Router router) throws SQLException {
    String name = router.read(Lesson1ReadReplicas::id);
    served.computeIfAbsent(name, unused -> new AtomicLong()).incrementAndGet();
    LockSupport.parkNanos(THINK_NANOS);
  }

  private long times(String name) {
    AtomicLong times = served.get(ids.get(name));
    return times == null ? 0 : times.get();
  }

  private static String id(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@server_id, COUNT(*) FROM accounts")) {
      row.next();
      return row.getString(1);
    }
  }

  private double share(String name) {
    long all = served.values().stream().mapToLong(AtomicLong::get).sum();
    return (double) times(name) / all;
  }

  /** The control: a reader that knows one address. */
  private static long alone(Topology topology, String name) {
    long failed = 0;
    for (int i = 0; i < 20; i++) {
      try (Connection connection = topology.server(name).connect()) {
        connection.isReadOnly();
      } catch (SQLException gone) {
        failed++;
      }
    }
    return failed;
  }

  private static long writesRefused(Router router) {
    return List.of(1L, 2L, 3L).stream()
        .filter(
            id -> {
              try (Connection connection = router.session(Reads.ANY).getConnection()) {
                return Writers.insert(connection, id, 1) == 0;
              } catch (SQLException noPrimary) {
                return true;
              }
            })
        .count();
  }

  public static void main(String[] args) {
    run(new Lesson1ReadReplicas(), args);
  }
}
