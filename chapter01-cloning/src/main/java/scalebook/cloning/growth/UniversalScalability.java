package scalebook.cloning.growth;

import java.util.Map;

/**
 * Gunther's Universal Scalability Law: throughput of n clones = λn / (1 + σ(n-1) + κn(n-1)).
 *
 * @param lambda what one clone alone serves
 * @param sigma the share of the work that must queue for something shared (a lock)
 * @param kappa the cost of keeping each pair of clones in agreement
 */
public record UniversalScalability(double lambda, double sigma, double kappa) {

  /** Least squares on n·X(1)/X(n) − 1 = σ(n−1) + κn(n−1), with no negative share. */
  public static UniversalScalability fit(Map<Integer, Double> throughputs) {
    Double one = throughputs.get(1);
    if (one == null || one <= 0) {
      throw new IllegalArgumentException("a fit needs the throughput of one clone");
    }
    double aa = 0;
    double ab = 0;
    double bb = 0;
    double ay = 0;
    double by = 0;
    for (Map.Entry<Integer, Double> point : throughputs.entrySet()) {
      double n = point.getKey();
      double a = n - 1;
      double b = n * (n - 1);
      double y = n * one / point.getValue() - 1;
      aa += a * a;
      ab += a * b;
      bb += b * b;
      ay += a * y;
      by += b * y;
    }
    double determinant = aa * bb - ab * ab;
    boolean solvable = Math.abs(determinant) > 1e-9; // two points do not tell σ from κ
    double sigma = solvable ? (ay * bb - by * ab) / determinant : -1;
    double kappa = solvable ? (by * aa - ay * ab) / determinant : -1;
    if (sigma < 0 || kappa < 0) { // the best point lies on an edge: try both
      double sigmaOnly = aa == 0 ? 0 : Math.max(0, ay / aa);
      double kappaOnly = bb == 0 ? 0 : Math.max(0, by / bb);
      boolean preferSigma = error(sigmaOnly, aa, ay) <= error(kappaOnly, bb, by);
      sigma = preferSigma ? sigmaOnly : 0;
      kappa = preferSigma ? 0 : kappaOnly;
    }
    return new UniversalScalability(one, sigma, kappa);
  }

  /** The squared error of one share alone, less the part that no share changes. */
  private static double error(double share, double squares, double products) {
    return share * share * squares - 2 * share * products;
  }

  public double throughput(double n) {
    return lambda * n / (1 + sigma * (n - 1) + kappa * n * (n - 1));
  }

  /** Where one more clone makes it worse; infinite when it never does. */
  public double peak() {
    return kappa == 0 ? Double.POSITIVE_INFINITY : Math.sqrt(Math.max(0, 1 - sigma) / kappa);
  }
}
