package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BloomFilterTest {
  @Test
  void aBloomFilterForgetsNothingAndErrsAsRarelyAsItSays() {
    for (double wrong : new double[] {0.1, 0.01, 0.001}) {
      int things = 20_000;
      BloomFilter filter = new BloomFilter(things, wrong);
      for (long i = 0; i < things; i++) {
        filter.add(i);
      }
      int mistakes = 0;
      int others = 200_000;
      for (long i = 0; i < things; i++) {
        assertThat(filter.mayContain(i)).as("what was added").isTrue();
      }
      for (long i = 0; i < others; i++) {
        mistakes += filter.mayContain(1_000_000_007L * (i + 1)) ? 1 : 0;
      }
      double allowed = 5 * Math.sqrt(wrong * (1 - wrong) / others) + wrong * 0.1;
      assertThat(mistakes / (double) others).as("wrong about").isCloseTo(wrong, within(allowed));
    }
  }
}
