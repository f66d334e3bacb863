package scalebook.cloning.stage.measuring;

import java.io.IOException;
import scalebook.engines.http.Callers;

/** Finds out how much work takes a given time here, once the JIT has seen it. */
public final class Calibration {
  private static final int PASSES = 3;

  private Calibration() {}

  /** Rounds of {@code /work} that take about so long in a worker. */
  public static long rounds(Callers callers, double millis) throws IOException {
    long rounds = 1_000;
    for (int pass = 0; pass < PASSES; pass++) { // each pass is nearer to the machine's real speed
      double way = bestMillis(callers, 0); // through the balancer and back
      double there = Math.max(0.1, bestMillis(callers, rounds) - way);
      rounds = Math.max(1, Math.round(rounds * millis / there));
    }
    return rounds;
  }

  private static double bestMillis(Callers callers, long rounds) throws IOException {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 6; i++) {
      long start = System.nanoTime();
      callers.get("/work?rounds=" + rounds);
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    return best;
  }
}
