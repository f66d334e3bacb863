package scalebook.cloning.stage.load;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import scalebook.lab.load.Load;

/** A quarter of a second of some loads, measured together. */
public final class Window {
  public static final long MILLIS = 250;

  private Window() {}

  /** Answers a second of each. */
  public static long[] rates(Load... loads) throws InterruptedException {
    long start = System.nanoTime();
    long[] before = counts(loads);
    Thread.sleep(MILLIS); // the length of the measurement
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] after = counts(loads);
    return IntStream.range(0, loads.length)
        .mapToLong(i -> Math.round((after[i] - before[i]) / seconds))
        .toArray();
  }

  private static long[] counts(Load... loads) {
    return Stream.of(loads).mapToLong(load -> load.ledger().acknowledgedCount()).toArray();
  }
}
