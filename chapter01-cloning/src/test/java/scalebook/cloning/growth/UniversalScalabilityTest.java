package scalebook.cloning.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
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
}
