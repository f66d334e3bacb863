package scalebook.cloning.takeover;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** When something was down: outages one after the other, each [from, to) in hours. */
public record Outages(List<Outage> all) {
  /** One of them. */
  public record Outage(double from, double to) {}

  /** Up for {@code meanUp} hours and down for {@code meanDown}, both random, again and again. */
  public static Outages schedule(
      double hours, double meanUp, double meanDown, RandomGenerator random) {
    List<Outage> all = new ArrayList<>();
    double at = exponential(meanUp, random);
    while (at < hours) {
      double end = Math.min(hours, at + exponential(meanDown, random));
      all.add(new Outage(at, end));
      at = end + exponential(meanUp, random);
    }
    return new Outages(all);
  }

  private static double exponential(double mean, RandomGenerator random) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  /** When both are down: the pair fails only then. */
  public Outages and(Outages other) {
    List<Outage> both = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < all.size() && j < other.all.size()) {
      Outage a = all.get(i);
      Outage b = other.all.get(j);
      double from = Math.max(a.from, b.from);
      double to = Math.min(a.to, b.to);
      if (from < to) {
        both.add(new Outage(from, to));
      }
      if (a.to < b.to) {
        i++;
      } else {
        j++;
      }
    }
    return new Outages(both);
  }

  public double hours() {
    return all.stream().mapToDouble(one -> one.to - one.from).sum();
  }

  /** When at least one is down, in hours: a chain of both fails then. */
  public double hoursOfEither(Outages other) {
    return hours() + other.hours() - and(other).hours();
  }
}
