package scalebook.cloning.stage.load;

import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/**
 * The first clone of a slot hangs while two kinds of clients ask, and wakes up again; and again,
 * until it had an order of the second kind when it stopped. Without one nothing is shown: a clone
 * that is known to be silent gets none.
 */
public record HungClone(Story story, Cluster cluster, int slot, Clients naive, Clients checked) {
  private static final long LEAST_MILLIS = 1_500; // an order there is given up meanwhile
  private static final long MOST_MILLIS = 10_000;
  private static final int MOST_AGAIN = 20; // some hangs are without an order

  /**
   * What was seen.
   *
   * @param outMillis until it was left out
   * @param stayedOut whether it was out until it woke up
   * @param naive answers in the worst half second, as a share of those before the hang
   * @param failed of the same load
   */
  public record Seen(
      long outMillis, boolean stayedOut, double naive, double checked, long failed) {}

  /** {@code millis}: how long it hangs at least. */
  public Seen hang(int millis) throws Exception {
    await().until(() -> naive.areServed() && checked.areServed() && inRotation());
    try (Load unbounded = naive.more();
        Load bounded = checked.more()) {
      Thread.sleep(2 * Window.MILLIS); // connections are open, and code is compiled
      long[] before = Window.rates(unbounded, bounded);
      long[] worst = before.clone();
      long outMillis = hangOnce(millis, unbounded, bounded, worst);
      boolean stayedOut = outMillis >= 0;
      for (int again = 0; !checked.lostAnOrder() && again < MOST_AGAIN; again++) {
        stayedOut &= hangOnce(millis, unbounded, bounded, worst) >= 0;
      }
      long failed = bounded.stop().failedCount();
      unbounded.stop();
      naive.stop();
      checked.stop();
      return new Seen(
          outMillis,
          stayedOut,
          (double) worst[0] / before[0],
          (double) worst[1] / before[1],
          failed);
    }
  }

  /** Returns after how long it was left out until it woke up, or -1 if it was not. */
  private long hangOnce(int millis, Load unbounded, Load bounded, long[] worst) throws Exception {
    long[] last = Window.rates(unbounded, bounded); // it serves, also the second time
    story.message("story", name(), "SIGSTOP");
    Supervisor.await(cluster.supervisor().pause(slot), 5);
    long start = System.nanoTime();
    long outMillis = -1;
    boolean stayedOut = true;
    do {
      long[] now = Window.rates(unbounded, bounded);
      long[] two = {(last[0] + now[0]) / 2, (last[1] + now[1]) / 2};
      Arrays.setAll(worst, i -> Math.min(worst[i], two[i]));
      last = now;
      boolean out = !inRotation();
      outMillis = out && outMillis < 0 ? millisSince(start) : outMillis;
      stayedOut &= out || outMillis < 0;
    } while (millisSince(start) < Math.max(millis, LEAST_MILLIS)
        || !naive.suffered() && millisSince(start) < MOST_MILLIS);
    story.message("story", name(), "SIGCONT");
    Supervisor.await(cluster.supervisor().resume(slot), 5); // now it runs what it was sent
    await().until(this::inRotation);
    return stayedOut ? outMillis : -1;
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private String name() {
    return "worker-" + slot + ".1";
  }

  /** The others may come and go. */
  private boolean inRotation() {
    return cluster.balancer().rotation().candidates().stream()
        .map(Backend::name)
        .anyMatch(name()::equals);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
  }
}
