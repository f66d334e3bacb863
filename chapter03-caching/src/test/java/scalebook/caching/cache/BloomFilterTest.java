package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

  @Test
  void itsSizeIsWhatTheoryNeeds() {
    // -n ln(p) / ln(2)²: 9.585 bits a thing for one per cent
    assertThat(new BloomFilter(100_000, 0.01).bytes())
        .as("bytes for 100,000 things")
        .isBetween(119_813L, 119_830L);
    assertThat(new BloomFilter(1, 0.5).bytes()).as("the smallest").isEqualTo(16);
  }

  @Test
  void whatCannotBePromisedIsRefused() {
    for (double wrong : new double[] {0, 1, -0.1, 1.1}) {
      assertThatThrownBy(() -> new BloomFilter(10, wrong)).hasMessageContaining("10 things");
    }
    assertThatThrownBy(() -> new BloomFilter(0, 0.1)).hasMessageContaining("0 things");
  }
}
