package scalebook.cloning.takeover;

/** The arithmetic of independent parts, as shares of time from 0 to 1. */
public final class Availability {
  private Availability() {}

  /** Both are needed. */
  public static double sequence(double foo, double bar) {
    return foo * bar;
  }

  /** One of them is enough. */
  public static double parallel(double foo, double bar) {
    return 1 - (1 - foo) * (1 - bar);
  }

  /** A mean, and half of its interval in which the truth lies in all but a few of 10,000 cases. */
  public record Measured(double mean, double half) {
    /** Of samples that do not depend on each other. */
    public static Measured of(double[] samples) {
      double sum = 0;
      for (double sample : samples) {
        sum += sample;
      }
      double mean = sum / samples.length;
      double squares = 0;
      for (double sample : samples) {
        squares += (sample - mean) * (sample - mean);
      }
      double variance = squares / (samples.length - 1);
      return new Measured(mean, 4 * Math.sqrt(variance / samples.length));
    }

    public boolean contains(double value) {
      return Math.abs(value - mean) <= half;
    }

    /** All of the interval lies below it. */
    public boolean below(double value) {
      return mean + half < value;
    }
  }
}
