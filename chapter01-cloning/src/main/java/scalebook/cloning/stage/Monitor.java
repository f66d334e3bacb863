package scalebook.cloning.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Counters.Event;
import scalebook.cloning.scaling.Reading;
import scalebook.engines.process.Tasks;

/**
 * Asks the balancer again and again how much it got; its last reading outlives it. A dead balancer
 * tells nothing, which is not the same as no load.
 */
public final class Monitor implements AutoCloseable {
  private static final long EVERY_NANOS = 25_000_000;
  private static final int SAMPLES = 6;

  private final Cluster cluster;
  private final Thread thread = Tasks.daemon("monitor", this::watch);
  private final Deque<Sample> samples = new ArrayDeque<>();
  private volatile Optional<Reading> latest = Optional.empty();
  private volatile boolean dead;

  private record Sample(long nanos, long requests) {}

  private Monitor(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Monitor of(Cluster cluster) {
    Monitor monitor = new Monitor(cluster);
    monitor.thread.start();
    return monitor;
  }

  private void watch() {
    Balancer asked = cluster.balancer();
    while (!dead) {
      Balancer balancer = cluster.balancer();
      if (balancer != asked) { // a new one counts from zero
        samples.clear();
        asked = balancer;
      }
      if (!cluster.isBalancerDead()) {
        look(balancer);
      }
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  private void look(Balancer balancer) {
    Sample now = new Sample(System.nanoTime(), balancer.counters().of(Event.RECEIVED));
    samples.add(now);
    if (samples.size() >= SAMPLES) {
      Sample before = samples.remove();
      double seconds = (now.nanos - before.nanos) / 1e9;
      int clones = Math.max(1, balancer.rotation().candidates().size());
      double perClone = (now.requests - before.requests) / seconds / clones;
      latest = Optional.of(new Reading(now.nanos / 1_000_000, clones, perClone));
    }
  }

  public Optional<Reading> latest() {
    return latest;
  }

  /** It dies. */
  @Override
  public void close() {
    dead = true;
    LockSupport.unpark(thread);
  }
}
