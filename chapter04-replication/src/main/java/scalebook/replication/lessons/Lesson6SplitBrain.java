package scalebook.replication.lessons;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.replication.database.Schema;
import scalebook.replication.lease.Gate;
import scalebook.replication.router.Router;
import scalebook.replication.stage.Accounts;
import scalebook.replication.stage.Cluster;
import scalebook.replication.stage.Topology;
import scalebook.replication.stage.Withdrawals;

/**
 * There are 120 on an account. The primary is cut off, but lives; another one takes over; and
 * somebody withdraws 100 from each.
 *
 * <pre>./book split-brain --runs 5</pre>
 */
@Command(
    name = "split-brain",
    description = "two primaries pay 100 of 120 twice; with a lease and an epoch they pay once")
@Idea(
    value = {Gate.class, Schema.class},
    test = "lease.GateTest")
public final class Lesson6SplitBrain extends Lesson {
  private static final int ACCOUNT = 1;
  private static final long CENTS = 120;
  private static final long WITHDRAWN = 100;
  private static final int MOST_WAIT_MILLIS = 1_500;

  @Option(names = "--runs", description = "fenced runs (default: ${DEFAULT-VALUE})")
  private Size runs = size(2, 1);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("%d are there, and %d are withdrawn on either side of a cut.", CENTS, WITHDRAWN);
    long unfenced = unfenced(story);
    story.figure("unfencedBalance", unfenced);
    story.claim("two primaries pay twice", unfenced == CENTS - 2 * WITHDRAWN);

    story.step("the same with a lease and an epoch, %d times", runs.get());
    long fenced = Long.MAX_VALUE;
    try (Cluster cluster = Cluster.open(lab(), true, runs.get() + 2, CENTS)) {
      for (int i = 0; i < runs.get(); i++) {
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
        Router here = topology.router(60_000).primary(1, "db1");
        Router there = topology.router(60_000)) {
      for (String other : Topology.others("db1")) {
        topology.link(other, "db1").blackHole();
      }
      story.event("db1", "is cut off, and lives");
      topology.database("db2").stopReceiving();
      topology.database("db2").promote(2, false);
      there.primary(2, "db2");
      boolean first = withdraw(story, "a client", here);
      withdraw(story, "another", there);
      for (String name : List.of("db1", "db2")) {
        long has = topology.read(name, c -> Accounts.balance(c, ACCOUNT));
        story.event(name, "has %d", has);
      }
      topology.link("db2", "db1").heal();
      // ② What was paid at db1 was paid: the books must have it, too.
      if (first) {
        there.write(connection -> Accounts.add(connection, ACCOUNT, -WITHDRAWN));
      }
      long left = topology.read("db2", c -> Accounts.balance(c, ACCOUNT));
      story.event("db2", "the cut is over, the other withdrawal is booked: %d are left", left);
      return left;
    }
  }

  private static boolean withdraw(Story story, String who, Router router) throws SQLException {
    boolean paid = router.write(c -> Accounts.withdraw(c, ACCOUNT, WITHDRAWN)).result();
    String answer = paid ? "paid" : "refused";
    story.message(who, router.primaryName(), "withdraw %d: %s", WITHDRAWN, answer);
    return paid;
  }

  /** ③ Returns what is left of {@link #CENTS} after all that was paid. */
  private static long fenced(Story story, Cluster cluster, int account) throws Exception {
    int wait = ThreadLocalRandom.current().nextInt(MOST_WAIT_MILLIS);
    Withdrawals all = Withdrawals.around(cluster, account, WITHDRAWN, wait);
    story.event(
        all.old(),
        "%d ms after the cut: %s; %s pays %s; the books say %d",
        wait,
        all.first() ? "paid" : "no answer",
        all.now(),
        all.second() ? "100" : "nothing",
        all.left());
    if (all.left() != CENTS - all.paid() * WITHDRAWN) {
      throw new IllegalStateException("paid " + all.paid() + ", but the books say " + all.left());
    }
    return all.left();
  }

  public static void main(String[] args) {
    run(new Lesson6SplitBrain(), args);
  }
}
