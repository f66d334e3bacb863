package scalebook.lab.story;

import java.util.Locale;

/** Times of a story, short. */
final class Clock {
  private Clock() {}

  static String text(long millis) {
    return millis < 1_000
        ? millis + " ms"
        : String.format(Locale.ROOT, millis < 10_000 ? "%.2f s" : "%.1f s", millis / 1_000.0);
  }
}
