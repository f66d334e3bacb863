package scalebook.cloning.stage.load;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import scalebook.lab.load.Load;
import scalebook.lab.load.Standstill;

/** A quarter of a second of some loads, measured together. */
public final class Window {
  public static final long MILLIS = 250;

  private Window() {}

  /** Answers a second of each. A moment in which the machine stood still is no part of it. */
  public static long[] rates(Load... loads) throws InterruptedException {
    try (Standstill machine = Standstill.start()) {
      long start = System.nanoTime();
      long[] before = counts(loads);
      long millis = 0;
      while (millis < MILLIS / 2) {
        Thread.sleep(MILLIS); // the length of the measurement
        millis = (System.nanoTime() - start) / 1_000_000 - machine.longestMillis();
      }
      double seconds = millis / 1e3;
      long[] after = counts(loads);
      return IntStream.range(0, loads.length)
          .mapToLong(i -> Math.round((after[i] - before[i]) / seconds))
          .toArray();
    }
  }

  private static long[] counts(Load... loads) {
    return Stream.of(loads).mapToLong(load -> load.ledger().acknowledgedCount()).toArray();
  }
}
