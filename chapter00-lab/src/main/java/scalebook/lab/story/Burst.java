package scalebook.lab.story;

import java.util.ArrayList;
import java.util.List;

/** A step in which so much happens in so short a time that a timeline of all shows a blot. */
final class Burst {
  static final int LEAST = 6; // events
  private static final double SHORT = 0.08; // of the whole story
  private static final int MOST = 2;

  private Burst() {}

  /** The first ones, each with all its entries until its last event. */
  static List<List<Entry>> of(List<Entry> entries) {
    long whole = entries.stream().mapToLong(Entry::millis).max().orElse(0);
    List<List<Entry>> bursts = new ArrayList<>();
    List<Entry> step = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Step) {
        add(bursts, step, whole);
        step = new ArrayList<>();
      }
      step.add(entry);
    }
    add(bursts, step, whole);
    return bursts.stream().limit(MOST).toList();
  }

  private static void add(List<List<Entry>> bursts, List<Entry> step, long whole) {
    List<Entry> events = Folding.events(step);
    if (events.size() >= LEAST) {
      Entry last = events.get(events.size() - 1);
      if (last.millis() - events.get(0).millis() < SHORT * whole) {
        bursts.add(step.subList(0, step.lastIndexOf(last) + 1));
      }
    }
  }
}
