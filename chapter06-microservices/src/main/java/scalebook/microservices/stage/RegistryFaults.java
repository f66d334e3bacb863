package scalebook.microservices.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import scalebook.lab.story.Story;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Watch;

/** What happens to a registry and to those that it lists, and what a caller sees of it. */
public record RegistryFaults(Fleet fleet, OwnRegistry registry, ServiceCaller caller) {
  private static final int MOST_LEASES = 3; // a busy machine looks late at its clock
  private static final long LATE_MILLIS = 300;
  private static final long UNDER_WAY_MILLIS = 100;
  private static final long SLOW_NANOS = 200_000_000;

  /**
   * How much longer it was listed and called; {@code dropped}: within three leases, and not called
   * afterwards, but for a call that had chosen it already.
   */
  public record Killed(long listedMillis, double calledMillis, boolean dropped) {}

  /** It says nothing to anybody. */
  public Killed kill(String instance) throws Exception {
    int port = fleet.port(instance);
    long most = MOST_LEASES * registry.timing().leaseMillis();
    long killed = System.nanoTime();
    fleet.kill(instance);
    boolean dropped = caller.millisUntil(all -> !named(all, instance), most) < most;
    long listed = (System.nanoTime() - killed) / 1_000_000;
    Thread.sleep(LATE_MILLIS); // for a late call
    double called = Math.max(0, (caller.lastCall(port) - killed) / 1e6);
    return new Killed(listed, called, dropped && called <= listed + UNDER_WAY_MILLIS);
  }

  /** {@code known}: to every caller; {@code late}: calls afterwards; {@code back}: listed again. */
  public record Left(boolean known, long before, long late, boolean back) {}

  /** It leaves, and whoever calls it knows that before it is gone. */
  public Left leave(String instance) throws Exception {
    boolean known = known(instance);
    long before = fleet.calls(instance);
    Thread.sleep(2 * registry.timing().leaseMillis()); // it must not come back by itself either
    long late = fleet.calls(instance) - before;
    boolean back = named(caller.instances(), instance);
    return new Left(known, before, late, back);
  }

  /** True when everybody who watches has heard it in the end, also one who is slow to hear. */
  private boolean known(String instance) throws Exception {
    String service = instance.replaceFirst("-.*", "");
    try (Watch slow =
        new Watch(service, registry.port(), list -> LockSupport.parkNanos(SLOW_NANOS))) {
      Awaitility.await().until(() -> named(slow.instances(), instance));
      return fleet.leave(instance) && !named(slow.instances(), instance);
    }
  }

  private static boolean named(List<Instance> all, String instance) {
    return all.stream().anyMatch(one -> one.name().equals(instance));
  }

  /** The shortest list afterwards, and the most that chose the same 100 ms to register again. */
  public record Restarted(int count, int shortest, long peak, boolean away) {}

  /** A new registry knows nobody; {@code count} more instances are to come again. */
  public Restarted restart(int count, boolean warmsUp) throws Exception {
    try (Simulated all = new Simulated(count, registry.port())) {
      int shortest =
          all.shortestListAfter(
              () -> {
                registry.kill(OwnRegistry.NAME);
                Thread.sleep(LATE_MILLIS); // how long nobody answers
                registry.start(warmsUp);
              });
      return new Restarted(count, shortest, all.mostAtOnce(), all.wasAway());
    }
  }

  public static void tell(Story story, Killed killed, Left left, Restarted again) {
    Story.Table table = story.table("what happens", "what is seen");
    String how = "listed for %d ms more, called for %.0f ms more";
    table.row("kill -9", how.formatted(killed.listedMillis, killed.calledMillis));
    table.row("goodbye", "%d calls before, %d after".formatted(left.before, left.late));
    how = "shortest list: %d of %d; at most %d register in 100 ms";
    table.row("registry restarted", how.formatted(again.shortest, again.count, again.peak));
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("called", killed.calledMillis);
    bars.put("listed", (double) killed.listedMillis);
    story.bars("a killed instance is still", "", "ms", bars);
  }
}
