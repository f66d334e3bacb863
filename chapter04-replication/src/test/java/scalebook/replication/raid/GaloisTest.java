package scalebook.replication.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GaloisTest {
  /** As one multiplies polynomials on paper. */
  private static int onPaper(int one, int other) {
    int sum = 0;
    for (int bit = 0; bit < 8; bit++) {
      if ((other >> bit & 1) == 1) {
        sum ^= one << bit;
      }
    }
    for (int bit = 15; bit >= 8; bit--) {
      if ((sum >> bit & 1) == 1) {
        sum ^= 0x11d << (bit - 8);
      }
    }
    return sum;
  }

  @Test
  void productsAreThoseOfPolynomials() {
    for (int one = 0; one < 256; one++) {
      for (int other = 0; other < 256; other++) {
        assertThat(Galois.times(one, other))
            .as("%d times %d", one, other)
            .isEqualTo(onPaper(one, other));
      }
    }
  }

  @Test
  void everyByteButZeroHasAnInverse() {
    for (int value = 1; value < 256; value++) {
      assertThat(onPaper(value, Galois.inverse(value))).as("%d and its inverse", value).isOne();
    }
    assertThatThrownBy(() -> Galois.inverse(0)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void powersOfTwoRunThroughAllBytesButZero() {
    Set<Integer> powers = new HashSet<>();
    for (int i = 0; i < 255; i++) {
      powers.add(Galois.power(i));
    }
    assertThat(powers).hasSize(255).doesNotContain(0);
    assertThat(Galois.power(8)).as("2⁸").isEqualTo(0x1d);
    assertThat(Galois.power(255)).as("and again").isOne();
  }
}
