package scalebook.caching.stage.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ZipfTest {
  @Test
  void popularityFallsAsItsRankGrows() {
    Zipf zipf = new Zipf(1_000, 1.0);
    int[] asked = new int[1_000];
    int draws = 200_000;
    for (int i = 0; i < draws; i++) {
      asked[zipf.at(i)]++;
      assertThat(zipf.at(i)).as("the same draw again").isEqualTo(zipf.at(i));
    }
    double first = draws / 7.485; // the sum of 1/1 … 1/1000
    assertThat((double) asked[0]).isCloseTo(first, within(first * 0.05));
    assertThat((double) asked[9]).isCloseTo(first / 10, within(first / 10 * 0.1));
  }
}
