package scalebook.caching.cache;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Says "surely not there" or "perhaps". It never forgets what was added, and errs in the other
 * direction at a rate that its size decides. Safe for many threads.
 */
public final class BloomFilter {
  private static final double LN2 = Math.log(2);

  private final AtomicLongArray words;
  private final long bits;
  private final int hashes;

  /** For a number of things, and the share of other things that it may be wrong about. */
  public BloomFilter(int things, double wrongShare) {
    if (things < 1 || wrongShare <= 0 || wrongShare >= 1) {
      throw new IllegalArgumentException("%d things, wrong %f".formatted(things, wrongShare));
    }
    this.bits = Math.max(64, (long) Math.ceil(-things * Math.log(wrongShare) / (LN2 * LN2)));
    this.hashes = Math.max(1, (int) Math.round(bits / (double) things * LN2));
    this.words = new AtomicLongArray((int) (bits / 64 + 1));
  }

  public void add(long thing) {
    long hash = mix(thing);
    for (int i = 0; i < hashes; i++) {
      long bit = bit(hash, i);
      long mask = 1L << bit;
      words.getAndAccumulate((int) (bit >>> 6), mask, (word, more) -> word | more);
    }
  }

  public boolean mayContain(long thing) {
    long hash = mix(thing);
    for (int i = 0; i < hashes; i++) {
      long bit = bit(hash, i);
      if ((words.get((int) (bit >>> 6)) & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Two halves of one hash make as many as are needed (Kirsch and Mitzenmacher). */
  private long bit(long hash, int i) {
    long low = hash & 0xffffffffL;
    long high = hash >>> 32;
    return Long.remainderUnsigned(low + i * (high | 1), bits);
  }

  /** Neighbouring numbers become far apart. */
  private static long mix(long thing) {
    return new SplittableRandom(thing).nextLong();
  }

  public long bytes() {
    return words.length() * 8L;
  }
}
