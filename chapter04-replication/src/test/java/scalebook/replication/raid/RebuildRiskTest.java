package scalebook.replication.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RebuildRiskTest {
  private static final double DIES = 1 - Math.exp(-0.1);

  private static double predicted(Level level) {
    return new RebuildRisk(level, 4, 0.1).predicted();
  }

  @Test
  void theFormulasAreThoseOfTheBooks() {
    assertThat(predicted(Level.RAID0)).isCloseTo(1, within(1e-12));
    assertThat(predicted(Level.RAID5)).isCloseTo(1 - Math.exp(-0.3), within(1e-12));
    double otherPair = DIES * DIES;
    assertThat(predicted(Level.RAID10))
        .as("the partner, or both of the other pair")
        .isCloseTo(1 - (1 - DIES) * (1 - otherPair), within(1e-12));
    assertThat(predicted(Level.RAID1)).isCloseTo(Math.pow(DIES, 3), within(1e-12));
    double two = 3 * DIES * DIES * (1 - DIES) + Math.pow(DIES, 3);
    assertThat(predicted(Level.RAID6)).as("two or three more").isCloseTo(two, within(1e-12));
  }

  @Test
  void aSimulationMeetsThePrediction() {
    for (Level level : Level.values()) {
      RebuildRisk risk = new RebuildRisk(level, 6, 0.2);
      double p = risk.predicted();
      double error = Math.sqrt(p * (1 - p) / 20_000);
      assertThat(risk.simulated(20_000, 1, new Random(3)))
          .as("%s", level)
          .isCloseTo(p, within(4 * error));
    }
  }

  @Test
  void disksOfOneBatchLoseMore() {
    RebuildRisk risk = new RebuildRisk(Level.RAID5, 4, 0.05);
    assertThat(risk.simulated(20_000, 8, new Random(3)))
        .as("as if the window were eight times as long")
        .isCloseTo(new RebuildRisk(Level.RAID5, 4, 0.4).predicted(), within(0.015));
  }
}
