package scalebook.lab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From the first tick to the last; each is a round number of steps, or on a logarithmic axis a
 * power of ten.
 */
record Axis(long first, long last, double step, boolean logarithmic) {
  private static final int MOST_TICKS = 8;
  private static final double A_HAIR = 1e-9; // 0.3 / 0.1 is a little less than 3
  private static final double FAR_APART = 100; // a bar of one pixel beside one of a hundred
  private static final double STUB = 0.3; // of a decade: the least value is still a bar

  static Axis of(List<Double> values, boolean fromZero) {
    double least = values.stream().mapToDouble(v -> v).min().orElse(0);
    double most = values.stream().mapToDouble(v -> v).max().orElse(0);
    if (fromZero) {
      least = Math.min(0, least);
      most = Math.max(0, most);
    }
    if (most == least) {
      most++;
    }
    double step = step(most - least, MOST_TICKS);
    if (values.stream().allMatch(v -> v == Math.rint(v))) {
      step = Math.max(1, step); // there is no half clone
    }
    long first = (long) Math.floor(least / step + A_HAIR);
    long last = (long) Math.ceil(most / step - A_HAIR);
    return new Axis(first, last, step, false);
  }

  /** Linear from zero; logarithmic where the values lie far apart, and none is below zero. */
  static Axis magnitudes(List<Double> values) {
    double least = values.stream().filter(v -> v > 0).mapToDouble(v -> v).min().orElse(1);
    double most = values.stream().mapToDouble(v -> v).max().orElse(1);
    if (most / least <= FAR_APART || values.stream().anyMatch(v -> v < 0)) {
      return of(values, true);
    }
    long first = (long) Math.floor(Math.log10(least) - STUB);
    return new Axis(first, (long) Math.ceil(Math.log10(most) - A_HAIR), 1, true);
  }

  /** The smallest of 1, 2, 5, 10, 20, 50 … that gives few enough ticks. */
  static double step(double span, int mostTicks) {
    double step = Math.pow(10, Math.floor(Math.log10(span)) - 1);
    for (double next : new double[] {2, 2.5, 2, 2, 2.5}) {
      if (span / step <= mostTicks) {
        break;
      }
      step *= next;
    }
    return step;
  }

  /** Where a value is, between 0 and 1; zero is at the foot of a logarithmic axis. */
  double share(double value) {
    if (logarithmic && value <= 0) {
      return 0;
    }
    double steps = logarithmic ? Math.log10(value) : value / step;
    return (steps - first) / (last - first);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(logarithmic ? Math.pow(10, i) : i * step);
    }
    return ticks;
  }

  /** With as many decimals as the step has. */
  String label(double tick) {
    double unit = logarithmic ? tick : step;
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(unit) + A_HAIR));
    return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
  }
}
