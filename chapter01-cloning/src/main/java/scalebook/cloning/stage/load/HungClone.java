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

/** The first clone of a slot hangs while two kinds of clients ask, and wakes up again. */
public record HungClone(Story story, Cluster cluster, int slot, Clients naive, Clients checked) {
  private static final long LEAST_MILLIS = 1_000;
  private static final long MOST_MILLIS = 10_000;

  /**
   * What was seen.
   *
   * @param outMillis until it was left out
   * @param stayedOut whether it was out until it woke up
   * @param naive answers in the worst quarter of a second, as a share of those before the hang
   * @param failed of the same load
   */
  public record Seen(
      long outMillis, boolean stayedOut, double naive, double checked, long failed) {}

  /** {@code millis}: how long it hangs at least. */
  public Seen hang(int millis) throws Exception {
    String clone = "worker-" + slot + ".1";
    await().until(() -> naive.areServed() && checked.areServed() && inRotation(clone));
    try (Load unbounded = naive.more();
        Load bounded = checked.more()) {
      Thread.sleep(2 * Window.MILLIS); // connections are open, and code is compiled
      long[] before = Window.rates(unbounded, bounded);
      story.message("story", clone, "SIGSTOP");
      Supervisor.await(cluster.supervisor().pause(slot), 5);
      long start = System.nanoTime();
      long[] worst = before.clone();
      long outMillis = -1;
      boolean stayedOut = true;
      do {
        long[] now = Window.rates(unbounded, bounded);
        Arrays.setAll(worst, i -> Math.min(worst[i], now[i]));
        boolean out = !inRotation(clone);
        outMillis = out && outMillis < 0 ? millisSince(start) : outMillis;
        stayedOut &= out || outMillis < 0;
      } while (millisSince(start) < Math.max(millis, LEAST_MILLIS)
          || !(naive.suffered() && checked.lostAnOrder()) && millisSince(start) < MOST_MILLIS);
      story.message("story", clone, "SIGCONT");
      Supervisor.await(cluster.supervisor().resume(slot), 5); // now it runs what it was sent
      await().until(() -> inRotation(clone));
      long failed = bounded.stop().failedCount();
      unbounded.stop();
      naive.stop();
      checked.stop();
      return new Seen(
          outMillis,
          stayedOut && outMillis >= 0,
          (double) worst[0] / before[0],
          (double) worst[1] / before[1],
          failed);
    }
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** The others may come and go. */
  private boolean inRotation(String clone) {
    return cluster.balancer().rotation().candidates().stream()
        .map(Backend::name)
        .anyMatch(clone::equals);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
  }
}
