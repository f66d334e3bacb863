package scalebook.cloning.stage.load;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/** The first clone of a slot hangs while two kinds of clients ask, and wakes up again. */
public record HungClone(Story story, Cluster cluster, int slot, Clients naive, Clients checked) {
  private static final int STEADY_REQUESTS = 240;

  /**
   * What was seen.
   *
   * @param outMillis until it was left out
   * @param stayedOut whether it was out until it woke up
   * @param naive a steady load meanwhile
   */
  public record Seen(long outMillis, boolean stayedOut, Ledger naive, Ledger checked) {}

  /** {@code millis}: how long it hangs once it is left out. */
  public Seen hang(int millis) throws Exception {
    String clone = "worker-" + slot + ".1";
    await().until(() -> naive.areServed() && checked.areServed() && inRotation(clone));
    story.message("story", clone, "SIGSTOP");
    Supervisor.await(cluster.supervisor().pause(slot), 5);
    long start = System.nanoTime();
    try (Load unbounded = naive.steady(STEADY_REQUESTS);
        Load bounded = checked.steady(STEADY_REQUESTS)) {
      await().until(() -> !inRotation(clone));
      long outMillis = (System.nanoTime() - start) / 1_000_000;
      Thread.sleep(millis);
      await().until(naive::suffered);
      Ledger naiveSteady = unbounded.await();
      Ledger checkedSteady = bounded.await();
      boolean stayedOut = !inRotation(clone);
      story.message("story", clone, "SIGCONT");
      Supervisor.await(cluster.supervisor().resume(slot), 5); // now it runs what it was sent
      await().until(() -> inRotation(clone));
      naive.stop();
      checked.stop();
      return new Seen(outMillis, stayedOut, naiveSteady, checkedSteady);
    }
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
