package scalebook.cloning.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Counters.Event;
import scalebook.cloning.scaling.Reading;
import scalebook.engines.process.Tasks;

/** Asks the balancer again and again how much it got; its last reading outlives it. */
public final class Monitor implements AutoCloseable {
  private static final long EVERY_NANOS = 25_000_000;
  private static final int SAMPLES = 6;

  private final Balancer balancer;
  private final Thread thread = Tasks.daemon("monitor", this::watch);
  private final Deque<Sample> samples = new ArrayDeque<>();
  private volatile Optional<Reading> latest = Optional.empty();
  private volatile boolean dead;

  private record Sample(long nanos, long requests) {}

  private Monitor(Balancer balancer) {
    this.balancer = balancer;
  }

  public static Monitor of(Balancer balancer) {
    Monitor monitor = new Monitor(balancer);
    monitor.thread.start();
    return monitor;
  }

  private void watch() {
    while (!dead) {
      Sample now = new Sample(System.nanoTime(), balancer.counters().of(Event.RECEIVED));
      samples.add(now);
      if (samples.size() >= SAMPLES) {
        Sample before = samples.remove();
        double seconds = (now.nanos - before.nanos) / 1e9;
        int clones = Math.max(1, balancer.rotation().candidates().size());
        double perClone = (now.requests - before.requests) / seconds / clones;
        latest = Optional.of(new Reading(now.nanos / 1_000_000, clones, perClone));
      }
      LockSupport.parkNanos(EVERY_NANOS);
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
