package scalebook.partitioning.stage;

import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;

/** How long calls take, one after another. */
public final class Timed {
  private final Histogram nanos = new Histogram(60_000_000_000L, 3);

  public <T> T call(Callable<T> call) throws Exception {
    long start = System.nanoTime();
    T result = call.call();
    nanos.recordValue(System.nanoTime() - start);
    return result;
  }

  public long calls() {
    return nanos.getTotalCount();
  }

  public double micros(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }

  public double millis(double percentile) {
    return micros(percentile) / 1e3;
  }
}
