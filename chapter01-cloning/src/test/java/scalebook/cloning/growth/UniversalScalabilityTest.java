package scalebook.cloning.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UniversalScalabilityTest {
  @Test
  void theFitFindsTheLawBehindItsOwnPoints() {
    UniversalScalability law = new UniversalScalability(100, 0.08, 0.003);
    Map<Integer, Double> points = new TreeMap<>();
    for (int n : new int[] {1, 2, 4, 8, 16}) {
      points.put(n, law.throughput(n));
    }
    UniversalScalability fitted = UniversalScalability.fit(points);
    assertThat(fitted.sigma()).isCloseTo(0.08, within(1e-6));
    assertThat(fitted.kappa()).isCloseTo(0.003, within(1e-6));
    assertThat(fitted.peak()).isCloseTo(17.5, within(0.1));
  }

  @Test
  void betterThanLinearIsNoNegativeLock() {
    UniversalScalability fitted = UniversalScalability.fit(Map.of(1, 100.0, 2, 230.0, 4, 480.0));
    assertThat(fitted.sigma()).isZero();
    assertThat(fitted.kappa()).isZero();
  }

  @Test
  void twoPointsTellOneShare() {
    UniversalScalability fitted = UniversalScalability.fit(Map.of(1, 100.0, 2, 100.0));
    assertThat(fitted.throughput(2)).isCloseTo(100, within(1e-6));
  }

  @Test
  void oneSharedLockIsAllSigma() {
    UniversalScalability fitted = UniversalScalability.fit(Map.of(1, 100.0, 2, 100.0, 4, 100.0));
    assertThat(fitted.sigma()).isCloseTo(1, within(1e-6));
  }

  private static Map<Integer, Double> points(double sigma, double kappa, int... clones) {
    UniversalScalability law = new UniversalScalability(100, sigma, kappa);
    Map<Integer, Double> points = new TreeMap<>();
    for (int n : clones) {
      points.put(n, law.throughput(n));
    }
    return points;
  }

  /** The squared distance that the fit makes small. */
  private static double error(Map<Integer, Double> points, double sigma, double kappa) {
    double sum = 0;
    for (Map.Entry<Integer, Double> point : points.entrySet()) {
      int n = point.getKey();
      double y = n * points.get(1) / point.getValue() - 1;
      sum += Math.pow(y - sigma * (n - 1) - kappa * n * (n - 1), 2);
    }
    return sum;
  }

  /** Noise, as a machine makes it: often one of the two shares would be below zero. */
  @Test
  void noOtherShareExplainsThePointsBetter() {
    Random random = new Random(5);
    int edges = 0;
    for (int round = 0; round < 300; round++) {
      Map<Integer, Double> points =
          points(random.nextDouble() * 0.1, random.nextDouble() * 0.01, 1, 2, 4, 8);
      points.replaceAll((n, x) -> n == 1 ? x : x * (0.8 + random.nextDouble() * 0.4));
      UniversalScalability fitted = UniversalScalability.fit(points);
      double least = error(points, fitted.sigma(), fitted.kappa());
      assertThat(Math.min(fitted.sigma(), fitted.kappa())).isNotNegative();
      edges += fitted.sigma() == 0 || fitted.kappa() == 0 ? 1 : 0;
      for (double step : new double[] {1e-3, 1e-2, 0.1}) {
        for (int to = 0; to < 9; to++) {
          double sigma = Math.max(0, fitted.sigma() + (to % 3 - 1) * step);
          double kappa = Math.max(0, fitted.kappa() + (to / 3 - 1) * step);
          assertThat(error(points, sigma, kappa))
              .as("round %d: a fit of σ %f, κ %f beside %s", round, sigma, kappa, fitted)
              .isGreaterThanOrEqualTo(least - 1e-9);
        }
      }
    }
    assertThat(edges).as("fits on an edge, of 300").isBetween(50, 250);
  }

  @Test
  void withTwoPointsAnyLossIsTakenForALock() {
    UniversalScalability fitted = UniversalScalability.fit(Map.of(1, 100.0, 2, 100.0));
    assertThat(fitted.sigma()).isCloseTo(1, within(1e-9));
    assertThat(fitted.kappa()).isZero();
  }

  @Test
  void oneCloneAloneTellsNoShare() {
    UniversalScalability fitted = UniversalScalability.fit(Map.of(1, 100.0));
    assertThat(fitted).isEqualTo(new UniversalScalability(100, 0, 0));
    assertThat(fitted.peak()).as("nothing ever makes it worse").isInfinite();
    assertThatThrownBy(() -> UniversalScalability.fit(Map.of(2, 100.0)))
        .hasMessageContaining("one clone");
    assertThatThrownBy(() -> UniversalScalability.fit(Map.of(1, 0.0)))
        .as("nothing to compare with")
        .hasMessageContaining("one clone");
  }
}
