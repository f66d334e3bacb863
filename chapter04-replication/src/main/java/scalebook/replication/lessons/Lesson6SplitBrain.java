package scalebook.replication.lessons;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.replication.Accounts;
import scalebook.replication.Cluster;
import scalebook.replication.router.Router;
import scalebook.replication.topology.Topology;

/**
 * There are 120 on an account. The primary is cut off, but lives; another one takes over; and
 * somebody withdraws 100 from each.
 *
 * <pre>./book split-brain --runs 5</pre>
 */
@Command(
    name = "split-brain",
    description = "two primaries pay 100 of 120 twice; with a lease and an epoch they pay once")
public final class Lesson6SplitBrain extends Lesson {
  private static final int ACCOUNT = 1;
  private static final long CENTS = 120;
  private static final long WITHDRAWN = 100;
  private static final int MOST_WAIT_MILLIS = 1_500;

  @Option(names = "--runs", description = "fenced runs (default: 2, quick 1)")
  private int runs;

  @Override
  protected void tell(Story story) throws Exception {
    runs = runs > 0 ? runs : either(2, 1);
    story.question("%d are there, and %d are withdrawn on either side of a cut.", CENTS, WITHDRAWN);
    long unfenced = unfenced(story);
    story.figure("unfencedBalance", unfenced);
    story.claim("two primaries pay twice", unfenced == CENTS - 2 * WITHDRAWN);

    story.step("the same with a lease and an epoch, %d times", runs);
    long fenced = Long.MAX_VALUE;
    try (Cluster cluster = Cluster.open(lab(), true, runs + 2, CENTS)) {
      for (int i = 0; i < runs; i++) {
        fenced = Math.min(fenced, fenced(story, cluster, i));
      }
    }
    story.figure("fencedBalance", fenced);
    story.claim("a fenced primary pays once", fenced == CENTS - WITHDRAWN);
  }

  /**
   * ① A monitor that only promotes: the old primary knows nothing of it, and its clients neither.
   */
  private long unfenced(Story story) throws Exception {
    try (Topology topology = Topology.open(lab(), 2, CENTS);
        Router here = topology.router(60_000);
        Router there = topology.router(60_000)) {
      here.primary(1, "db1");
      for (String other : List.of("db2", "db3")) {
        topology.link(other, "db1").blackHole();
      }
      story.event("db1", "is cut off, and lives");
      topology.database("db2").stopReceiving();
      topology.promote("db2", 2, false);
      there.primary(2, "db2");
      boolean first = withdraw(here);
      boolean second = withdraw(there);
      story.message("a client", "db1", "withdraw %d: %s", WITHDRAWN, first ? "paid" : "refused");
      story.message("another", "db2", "withdraw %d: %s", WITHDRAWN, second ? "paid" : "refused");
      story.event("db1", "has %d", balance(topology, "db1"));
      story.event("db2", "has %d", balance(topology, "db2"));
      topology.link("db2", "db1").heal();
      // ② What was paid at db1 was paid: the books must have it, too.
      if (first) {
        there.write(connection -> Accounts.add(connection, ACCOUNT, -WITHDRAWN));
      }
      long left = balance(topology, "db2");
      story.event("db2", "the cut is over, the other withdrawal is booked: %d are left", left);
      return left;
    }
  }

  private static boolean withdraw(Router router) throws SQLException {
    return router.write(connection -> Accounts.withdraw(connection, ACCOUNT, WITHDRAWN)).result();
  }

  private static long balance(Topology topology, String name) throws SQLException {
    try (Connection connection = topology.server(name).connect()) {
      return Accounts.balance(connection, ACCOUNT);
    }
  }

  /**
   * ③ One withdraws at the old primary, at some moment around the cut; one wherever the clients are
   * told to go. Returns what is left of {@link #CENTS} after all that was paid.
   */
  private long fenced(Story story, Cluster cluster, int account) throws Exception {
    cluster.awaitHealthy();
    String name = cluster.primary();
    long epoch = cluster.router().epoch();
    try (Router stays = cluster.clientOf(name, epoch).patience(1_000)) {
      stays.write(connection -> Accounts.add(connection, account, 0)); // connected, before the cut
      ExecutorService clients = Tasks.executor();
      int wait = ThreadLocalRandom.current().nextInt(MOST_WAIT_MILLIS);
      cluster.isolate(name);
      Future<Boolean> old =
          clients.submit(
              () -> {
                LockSupport.parkNanos(wait * 1_000_000L);
                return pays(stays, account);
              });
      while (cluster.router().epoch() == epoch) {
        LockSupport.parkNanos(5_000_000);
      }
      boolean second = pays(cluster.router(), account);
      boolean first = old.get();
      clients.shutdownNow();
      cluster.heal();
      cluster.awaitHealthy();
      long left;
      try (Connection connection = cluster.topology().server(cluster.primary()).connect()) {
        left = Accounts.balance(connection, account);
      }
      story.event(
          name,
          "%d ms after the cut: %s; %s pays %s; the books say %d",
          wait,
          first ? "paid" : "no answer",
          cluster.primary(),
          second ? "100" : "nothing",
          left);
      long paid = (first ? WITHDRAWN : 0) + (second ? WITHDRAWN : 0);
      if (left != CENTS - paid) {
        throw new IllegalStateException("paid " + paid + ", but the books say " + left);
      }
      return left;
    }
  }

  /** Whether somebody got the money. An error is no money: who does not know does not pay. */
  private static boolean pays(Router router, int account) {
    try {
      return router.write(connection -> Accounts.withdraw(connection, account, WITHDRAWN)).result();
    } catch (SQLException nobodyKnows) {
      return false;
    }
  }

  public static void main(String[] args) {
    run(new Lesson6SplitBrain(), args);
  }
}
