package scalebook.lab.torment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** When which fault begins and ends: the same for the same seed. */
public record Schedule(int faults, List<Step> steps) {
  private static final int LANES = 2;
  private static final int LEAST_GAP = 200;
  private static final int MOST_GAP = 1_500;
  private static final int LEAST_FAULT = 100;
  private static final int MOST_FAULT = 3_500;

  /** A verb at a moment. */
  public record Step(long atMillis, String verb) {}

  /** At most two faults at a time. */
  static Schedule of(long seed, int seconds, Function<Random, Torment.Fault> faults) {
    List<Step> steps = new ArrayList<>();
    int count = 0;
    for (int lane = 0; lane < LANES; lane++) {
      Random dice = new Random(seed * LANES + lane);
      long at = between(dice, LEAST_GAP, MOST_GAP) * (1 + lane);
      while (at < seconds * 1_000L - LEAST_FAULT) {
        Torment.Fault fault = faults.apply(dice);
        count++;
        steps.add(new Step(at, fault.begin()));
        at += between(dice, LEAST_FAULT, MOST_FAULT);
        steps.add(new Step(at, fault.end()));
        at += between(dice, LEAST_GAP, MOST_GAP) * (1 + lane);
      }
    }
    return new Schedule(
        count,
        steps.stream()
            .filter(step -> !step.verb().isEmpty())
            .sorted(Comparator.comparingLong(Step::atMillis))
            .toList());
  }

  private static long between(Random dice, int least, int most) {
    return least + dice.nextInt(most - least);
  }
}
