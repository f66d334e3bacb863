package scalebook.lab.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of every request: sent = acknowledged + failed, and how long each took. */
public final class Ledger {
  private static final long MOST_MICROS = 60_000_000;
  private static final int MOST_REASONS = 20;

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong retried = new AtomicLong();
  private final Histogram micros = new ConcurrentHistogram(MOST_MICROS, 3);
  private final Map<String, Long> reasons = new LinkedHashMap<>();

  void sent() {
    sent.incrementAndGet();
  }

  void acknowledged(long nanos) {
    acknowledged.incrementAndGet();
    micros.recordValue(Math.min(nanos / 1_000, MOST_MICROS));
  }

  void failed(Exception why) {
    failed.incrementAndGet();
    synchronized (reasons) {
      String reason = why.getClass().getSimpleName() + ": " + why.getMessage();
      if (reasons.size() < MOST_REASONS || reasons.containsKey(reason)) {
        reasons.merge(reason, 1L, Long::sum);
      }
    }
  }

  /** For a request that tries again itself. */
  public void retried() {
    retried.incrementAndGet();
  }

  public long sentCount() {
    return sent.get();
  }

  public long acknowledgedCount() {
    return acknowledged.get();
  }

  public long failedCount() {
    return failed.get();
  }

  public long retriedCount() {
    return retried.get();
  }

  /** The latency that this percentage of the acknowledged requests stayed below. */
  public double millisAt(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }

  /** Why requests failed, the first twenty different reasons, and how often each. */
  public Map<String, Long> reasons() {
    synchronized (reasons) {
      return new LinkedHashMap<>(reasons);
    }
  }

  @Override
  public String toString() {
    Map<String, Long> why = reasons();
    return "%d sent, %d acknowledged, %d failed%s"
        .formatted(sentCount(), acknowledgedCount(), failedCount(), why.isEmpty() ? "" : " " + why);
  }
}
