package scalebook.cloning.supervisor;

import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** How often who takes a place has died, one after the other; of the supervisor's thread. */
final class Crashes {
  private final Settings settings;
  private final RandomGenerator random;
  private int inARow;

  Crashes(Settings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  int inARow() {
    return inARow;
  }

  void forget() {
    inARow = 0;
  }

  /** How many milliseconds to wait before the next start; empty: this is a crash loop. */
  OptionalLong after(Forked dead) {
    inARow = dead.readyMillis() >= settings.healthyMillis() ? 1 : inARow + 1;
    return inARow >= settings.crashLimit()
        ? OptionalLong.empty()
        : OptionalLong.of(settings.backoff().delayMillis(inARow, random));
  }
}
