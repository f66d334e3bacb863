package scalebook.replication.raid;

/**
 * Arithmetic with bytes in which every one but 0 has an inverse, GF(2⁸): a sum is XOR, a product is
 * one of polynomials, modulo x⁸ + x⁴ + x³ + x² + 1.
 */
final class Galois {
  private static final int POLYNOMIAL = 0x11d;
  private static final int ORDER = 255;
  private static final int[] POWERS = new int[2 * ORDER];
  private static final int[] LOGARITHMS = new int[ORDER + 1];

  static {
    int value = 1;
    for (int i = 0; i < ORDER; i++) {
      POWERS[i] = value;
      POWERS[i + ORDER] = value; // so that a sum of two logarithms needs no modulo
      LOGARITHMS[value] = i;
      value <<= 1;
      value = value > ORDER ? value ^ POLYNOMIAL : value;
    }
  }

  private Galois() {}

  static int times(int one, int other) {
    return one == 0 || other == 0 ? 0 : POWERS[LOGARITHMS[one] + LOGARITHMS[other]];
  }

  static int inverse(int value) {
    if (value == 0) {
      throw new ArithmeticException("0 has no inverse");
    }
    return POWERS[ORDER - LOGARITHMS[value]];
  }

  /** Powers of 2 run through all bytes but 0. */
  static int power(int exponent) {
    return POWERS[exponent % ORDER];
  }

  /** Adds so many times a block to a sum, in place. */
  static void add(byte[] sum, int factor, byte[] block) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= (byte) times(factor, block[i] & ORDER);
    }
  }
}
