package scalebook.cloning.stage.measuring;

import java.time.Duration;
import org.awaitility.Awaitility;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.engines.http.Callers;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;

/** What each policy gives to a slow clone, and what the clients wait. */
public final class SlowClone {
  private static final int CALLERS = 150;
  private static final int WARM_UP = 100;
  private static final String WAIT = "/wait?millis=11";
  private static final long MOST_STILL_MILLIS = 40;

  private final Cluster cluster;
  private final Callers callers;
  private final Backend slow;

  public SlowClone(Cluster cluster, Callers callers, int slot) throws InterruptedException {
    this.cluster = cluster;
    this.callers = callers;
    slow =
        rotation().members().stream()
            .filter(backend -> backend.name().startsWith("worker-" + slot + "."))
            .findFirst()
            .orElseThrow();
    int clones = rotation().members().size();
    Load.closed(clones, WARM_UP, number -> callers.get("/wait?millis=0")).await();
  }

  /** {@code slowShare}: of the requests, in per cent. */
  public record Outcome(Ledger ledger, double slowShare) {
    public void tell(Story story, Story.Table table, String policy) {
      table
          .row(policy, slowShare, ledger.millisAt(50), ledger.millisAt(90), ledger.millisAt(99))
          .figure("p90Millis." + policy, ledger.millisAt(90))
          .figure("p99Millis." + policy, ledger.millisAt(99))
          .figure("slowShare." + policy, slowShare);
    }
  }

  /** {@code count} requests at {@code rate} a second, on a machine that does not stand still. */
  public Outcome under(Story story, Policy policy, int rate, int count) throws Exception {
    return Standstill.without(story, MOST_STILL_MILLIS, () -> measure(policy, rate, count));
  }

  private Outcome measure(Policy policy, int rate, int count) throws Exception {
    awaitForgotten();
    rotation().policy(policy);
    long before = slow.served();
    Ledger ledger = Load.open(rate, CALLERS, count, number -> callers.get(WAIT)).await();
    awaitQuiet(); // no policy inherits the queue of the one before
    return new Outcome(ledger, 100.0 * (slow.served() - before) / count);
  }

  /** After a standstill the fast clones look slow for a while: no policy begins with that. */
  private void awaitForgotten() {
    rotation().policy(Policy.Kind.ROUND_ROBIN.create());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                callers.get(WAIT) != null && rotation().members().stream().allMatch(this::asUsual));
    awaitQuiet(); // these requests are not the policy's
  }

  private boolean asUsual(Backend backend) {
    return backend == slow || backend.latencyNanos() < MOST_STILL_MILLIS * 1e6;
  }

  private void awaitQuiet() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> rotation().members().stream().allMatch(b -> b.inFlight() == 0));
  }

  private Rotation rotation() {
    return cluster.balancer().rotation();
  }
}
