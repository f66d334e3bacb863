package scalebook.cloning.policy;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One clone as the balancer sees it: an address, a weight, and what is known of its load.
 *
 * <p>The counters are shared by all event loops; each is a single atomic, because no decision needs
 * two of them at the same instant.
 */
public final class Backend {
  /**
   * After this time an old latency counts for 1/e; long enough for a few requests of a slow one.
   */
  private static final double DECAY_NANOS = 1e9;

  private final String name;
  private final String host;
  private final int port;
  private final int weight;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong served = new AtomicLong();
  private volatile long heardAt;
  private double latencyNanos; // guarded by this
  private long latencyAt; // guarded by this

  public Backend(String name, String host, int port, int weight) {
    if (weight < 1) {
      throw new IllegalArgumentException("a backend's weight is at least 1, not " + weight);
    }
    this.name = Objects.requireNonNull(name);
    this.host = host;
    this.port = port;
    this.weight = weight;
  }

  public Backend(String name, String host, int port) {
    this(name, host, port, 1);
  }

  public String name() {
    return name;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public int weight() {
    return weight;
  }

  /** Requests that were sent there and not answered yet. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Requests that it answered. */
  public long served() {
    return served.get();
  }

  /** How many answers of all clones there had been at its last one. */
  public long heardAt() {
    return heardAt;
  }

  public void heardAt(long answers) {
    heardAt = answers;
  }

  public void started() {
    inFlight.incrementAndGet();
  }

  public void ended() {
    inFlight.decrementAndGet();
  }

  /** An answer after so long: moves the average by how long the last one is ago. */
  public void answered(long tookNanos, long nowNanos) {
    served.incrementAndGet();
    synchronized (this) {
      double keep = latencyAt == 0 ? 0 : Math.exp(-(nowNanos - latencyAt) / DECAY_NANOS);
      // A peak is believed at once, a recovery slowly: being late costs more than being careful.
      latencyNanos =
          tookNanos > latencyNanos ? tookNanos : latencyNanos * keep + tookNanos * (1 - keep);
      latencyAt = nowNanos;
    }
  }

  /** The moving average of its latency; 0 before the first answer. */
  public synchronized double latencyNanos() {
    return latencyNanos;
  }

  @Override
  public String toString() {
    return name;
  }
}
