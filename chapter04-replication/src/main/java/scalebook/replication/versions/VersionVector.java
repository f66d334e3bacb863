package scalebook.replication.versions;

import java.util.Map;
import java.util.TreeMap;

/** How many writes of each node somebody knew: it tells what came after what, without clocks. */
public record VersionVector(Map<String, Long> counts) {
  public static final VersionVector NONE = new VersionVector(Map.of());

  public VersionVector {
    counts = new TreeMap<>(counts); // in order, so that equal ones look the same
  }

  public long of(String node) {
    return counts.getOrDefault(node, 0L);
  }

  /** Whether all that the other one knew is known here. Of two concurrent ones, neither covers. */
  public boolean covers(VersionVector other) {
    return other.counts.entrySet().stream()
        .allMatch(known -> of(known.getKey()) >= known.getValue());
  }

  public VersionVector merge(VersionVector other) {
    Map<String, Long> both = new TreeMap<>(counts);
    other.counts.forEach((node, count) -> both.merge(node, count, Math::max));
    return new VersionVector(both);
  }

  public VersionVector with(String node, long count) {
    return merge(new VersionVector(Map.of(node, count)));
  }

  /** Grows with everything that is learnt: who covers another one has a larger sum. */
  public long sum() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
