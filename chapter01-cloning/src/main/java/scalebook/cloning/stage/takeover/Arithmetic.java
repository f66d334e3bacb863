package scalebook.cloning.stage.takeover;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import scalebook.cloning.takeover.Availability;
import scalebook.cloning.takeover.Availability.Measured;
import scalebook.cloning.takeover.Outages;
import scalebook.lab.story.Story;

/**
 * Two parts at 99.9 %, for a hundred million hours of outages in a moment: both needed, one enough,
 * and one enough behind a switch at 99.99 %.
 */
public record Arithmetic(Measured sequence, Measured parallel, Measured shared) {
  private static final int BATCHES = 100;
  private static final double HOURS = 1e6; // in each of them
  private static final double ONE = 0.999;
  private static final double SEQUENCE = Availability.sequence(ONE, ONE);
  private static final double PARALLEL = Availability.parallel(ONE, ONE);

  /** {@code independent}: each has outages of its own. */
  public static Arithmetic of(long seed, boolean independent) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] sequence = new double[BATCHES];
    double[] parallel = new double[BATCHES];
    double[] shared = new double[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      Outages foo = Outages.schedule(HOURS, 999, 1, random);
      Outages bar = independent ? Outages.schedule(HOURS, 999, 1, random) : foo;
      Outages ofSwitch = Outages.schedule(HOURS, 9_999, 1, random);
      Outages both = foo.and(bar);
      sequence[i] = 1 - foo.hoursOfEither(bar) / HOURS;
      parallel[i] = 1 - both.hours() / HOURS;
      shared[i] = 1 - both.hoursOfEither(ofSwitch) / HOURS;
    }
    return new Arithmetic(Measured.of(sequence), Measured.of(parallel), Measured.of(shared));
  }

  public boolean followTheFormula() {
    return sequence.contains(SEQUENCE) && parallel.contains(PARALLEL);
  }

  public boolean sharedIsBelow() {
    return shared.below(PARALLEL);
  }

  /** A table and a chart. */
  public Arithmetic tell(Story story) {
    Story.Table table =
        story.table(
            "two parts at 99.9 %; in %",
            "both needed", "+-", "one enough", "+-", "one switch", "+-");
    table.row("formula", percent(SEQUENCE), "", percent(PARALLEL), "", percent(PARALLEL), "");
    table.row(
        "measured",
        percent(sequence.mean()),
        percent(sequence.half()),
        percent(parallel.mean()),
        percent(parallel.half()),
        percent(shared.mean()),
        percent(shared.half()));
    Map<String, Double> minutes = new LinkedHashMap<>();
    minutes.put("both needed", minutes(sequence));
    minutes.put("one is enough", minutes(parallel));
    minutes.put("one is enough, one switch", minutes(shared));
    story.bars("Two parts at 99.9 %", "", "minutes down in a year", minutes);
    story.figure("sequence", sequence.mean());
    story.figure("parallel", parallel.mean());
    story.figure("shared", shared.mean());
    return this;
  }

  private static double minutes(Measured seen) {
    return (1 - seen.mean()) * 365 * 24 * 60;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.5f", share * 100);
  }
}
