package scalebook.replication.merging;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** A counter that only grows. Each node counts in a place of its own, and all places are summed. */
public record GCounter(Map<String, Long> counts) {
  public static final GCounter ZERO = new GCounter(Map.of());

  /** A place only grows: of its two numbers the larger one is the newer one. */
  public static final BinaryOperator<Long> LARGER = Math::max;

  /** What arrived last is taken for what is newest: a late message takes counts back. */
  public static final BinaryOperator<Long> LATEST = (mine, theirs) -> theirs;

  public GCounter {
    counts = Map.copyOf(counts);
  }

  public GCounter add(String node, long amount) {
    return merge(new GCounter(Map.of(node, amount)), Long::sum);
  }

  public GCounter merge(GCounter other, BinaryOperator<Long> newer) {
    Map<String, Long> both = new TreeMap<>(counts);
    other.counts.forEach((node, count) -> both.merge(node, count, newer));
    return new GCounter(both);
  }

  public long value() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
