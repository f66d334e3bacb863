package scalebook.partitioning.exercise;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scalebook.lab.exercise.Todo;

/** The k largest of all shards' numbers, in pages, and honest about shards that did not answer. */
public final class TopKMerge {
  /** A page, and the shards that are missing from it. */
  public record Page(List<Long> numbers, Set<String> missing) {}

  /**
   * Asks a shard for its first k numbers below {@code before}, largest first; may fail. A number
   * may be negative, and is smaller than {@link Long#MAX_VALUE}.
   */
  public interface Shard {
    List<Long> largest(int k, long before) throws Exception;
  }

  /**
   * The first {@code size} numbers of all shards, largest first, below the last one of the page
   * before (none for the first page). All numbers are different. No shard is asked for more than
   * {@code size}, and each is asked once. A shard that fails, whatever it throws, is missing.
   */
  public Page page(Map<String, Shard> shards, int size, Optional<Long> last) {
    throw new Todo("each shard's first ones, merged; and who is missing");
  }
}
