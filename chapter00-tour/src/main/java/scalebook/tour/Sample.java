package scalebook.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A few of many answers, by lot: each had the same chance. Every n-th one would be an answer of the
 * same clone, when a balancer takes turns.
 */
final class Sample {
  static final int SIZE = 16;
  private static final int MOST_NAMES = 64;

  /** An answer: by whom, and whether it took a second attempt. */
  record Dot(String to, boolean again) {}

  /**
   * @param of so many answers are one dot
   * @param to answers by each of those that say their name
   */
  record Drawn(double of, List<Dot> dots, long failed, Map<String, Integer> to) {}

  private List<Dot> dots = new ArrayList<>();
  private Map<String, Integer> to = new TreeMap<>();
  private long seen;
  private long failed;

  synchronized void answered(String by, boolean again) {
    seen++;
    if (!by.isEmpty() && (to.containsKey(by) || to.size() < MOST_NAMES)) {
      to.merge(by, 1, Integer::sum);
    }
    Dot dot = new Dot(by, again);
    if (dots.size() < SIZE) {
      dots.add(dot);
    } else {
      long place = ThreadLocalRandom.current().nextLong(seen);
      if (place < SIZE) {
        dots.set((int) place, dot);
      }
    }
  }

  synchronized void failed() {
    failed++;
  }

  /** All since the last time. */
  synchronized Drawn draw() {
    Drawn drawn = new Drawn((double) seen / Math.max(1, dots.size()), dots, failed, to);
    dots = new ArrayList<>();
    to = new TreeMap<>();
    seen = 0;
    failed = 0;
    return drawn;
  }
}
