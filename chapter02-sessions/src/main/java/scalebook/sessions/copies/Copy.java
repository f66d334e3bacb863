package scalebook.sessions.copies;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One session as it travels between clones: who is logged in, and what each clone has counted.
 *
 * <p>Each clone counts for itself, and only upwards. So the larger number is the newer one, and two
 * copies merge in any order, and any number of times (a grow-only counter).
 *
 * @param user empty text while nobody is logged in
 * @param counts by counter, then by clone
 * @param ended a session that has ended stays so: its copy is a tombstone
 */
public record Copy(String id, String user, Map<String, Map<String, Long>> counts, boolean ended) {
  public static Copy fresh(String id, String user) {
    return new Copy(id, user, Map.of(), false);
  }

  /** Nothing is left of it but its end. */
  public Copy end() {
    return new Copy(id, user, Map.of(), true);
  }

  /** What this clone adds to its own numbers. */
  public Copy plus(String clone, Map<String, Long> added) {
    Map<String, Map<String, Long>> sum = new TreeMap<>(counts);
    added.forEach(
        (counter, by) -> {
          Map<String, Long> own = new TreeMap<>(sum.getOrDefault(counter, Map.of()));
          own.merge(clone, by, Long::sum);
          sum.put(counter, own);
        });
    return new Copy(id, user, sum, ended);
  }

  /** What either of them knows. */
  public Copy merged(Copy other) {
    if (ended || other.ended) {
      return end();
    }
    Map<String, Map<String, Long>> both = new TreeMap<>(counts);
    other.counts.forEach(
        (counter, theirs) -> {
          Map<String, Long> larger = new TreeMap<>(both.getOrDefault(counter, Map.of()));
          theirs.forEach((clone, count) -> larger.merge(clone, count, Math::max));
          both.put(counter, larger);
        });
    return new Copy(id, user, both, false);
  }

  /** What the visitor sees: all clones' counts together. */
  public Map<String, Long> totals() {
    return counts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                counter -> counter.getValue().values().stream().mapToLong(n -> n).sum()));
  }
}
