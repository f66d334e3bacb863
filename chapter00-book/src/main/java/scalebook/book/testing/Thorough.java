package scalebook.book.testing;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How much the tests take on: enough for a reader who has changed something, or, with {@code
 * -Dscalebook.full=true}, everything, as CI does.
 */
public final class Thorough {
  public static final boolean FULL = Boolean.getBoolean("scalebook.full");
  private static final int PART = 3;

  private Thorough() {}

  public static int either(int full, int usual) {
    return FULL ? full : usual;
  }

  /** All of them, or every third, {@code from} the first, the second or the third one on. */
  public static <T> List<T> some(List<T> all, int from) {
    return FULL
        ? all
        : IntStream.range(0, all.size())
            .filter(i -> i % PART == from % PART)
            .mapToObj(all::get)
            .toList();
  }
}
