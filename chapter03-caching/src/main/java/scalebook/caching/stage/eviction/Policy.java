package scalebook.caching.stage.eviction;

import java.util.Locale;
import java.util.function.Predicate;
import scalebook.caching.eviction.Belady;
import scalebook.caching.eviction.Clock;
import scalebook.caching.eviction.Eviction;
import scalebook.caching.eviction.Lfu;
import scalebook.caching.eviction.Lru;
import scalebook.caching.eviction.WTinyLfu;

/** Who goes; what a policy stands on can be taken away from it. */
public enum Policy {
  BELADY("Belady's optimum"),
  WTINYLFU("W-TinyLFU (Caffeine)"),
  LFU("LFU with ageing"),
  CLOCK("CLOCK"),
  LRU("LRU");

  private static final int AGEING = 10; // reads for each entry

  private final String text;

  Policy(String text) {
    this.text = text;
  }

  /** {@code with} tells which mechanisms are there: future, admission, ageing, recency. */
  public Eviction cache(int capacity, int[] trace, Predicate<String> with) {
    return switch (this) {
      case BELADY -> new Belady(capacity, trace, with.test("future") ? trace.length : 0);
      case WTINYLFU -> with.test("admission") ? new WTinyLfu(capacity) : new Lru(capacity);
      case LFU -> new Lfu(capacity, with.test("ageing") ? AGEING * capacity : Long.MAX_VALUE);
      case CLOCK -> new Clock(capacity);
      case LRU -> new Lru(capacity, with.test("recency"));
    };
  }

  /** As its figures are called. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text;
  }
}
